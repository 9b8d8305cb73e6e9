package org.carillon.core.siprec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.carillon.core.documents.DocumentException;
import org.carillon.core.documents.StrangerXml;

/**
 * The recording metadata of a SIPREC call (RFC 7865, RFC 7866 section 9.1): which sessions are
 * recorded, who takes part, and which stream of the session description carries whom.
 *
 * <p>What a stranger sent is read with bounds on everything and without document types and
 * entities. Elements that are not named here say nothing.
 *
 * @param complete whether it is all there is to know; a partial update otherwise
 * @param sessions the communication sessions
 * @param participants who takes part
 * @param streams the recorded streams
 * @param talks who sends and receives which streams
 */
public record RecordingMetadata(
    boolean complete,
    List<Session> sessions,
    List<Participant> participants,
    List<Stream> streams,
    List<Talk> talks) {

  /** Media type of the body part (RFC 7866 section 9.1). */
  public static final String MEDIA_TYPE = "application/rs-metadata+xml";

  /** Audio streams that may be recorded of a session (guide; V11). */
  public static final int MAX_STREAMS = 2;

  private static final int MAX_LENGTH = 64 * 1024;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_ELEMENTS = 2_000;
  private static final int MAX_VALUE = 512;
  private static final String NAMESPACE = "urn:ietf:params:xml:ns:recording:1";

  /**
   * A communication session.
   *
   * @param id unique in the document
   * @param sipSessionId its Session-ID (RFC 7989); empty when it is not told
   */
  public record Session(String id, String sipSessionId) {}

  /**
   * Somebody in a session.
   *
   * @param id unique in the document
   * @param aor the address of record, for example {@code sip:bob@example.com}; empty for none
   * @param name the display name; empty for none
   */
  public record Participant(String id, String aor, String name) {}

  /**
   * A stream of a session.
   *
   * @param id unique in the document
   * @param sessionId the session it is of; empty when it is not told
   * @param label the {@code a=label} of the stream in the session description (RFC 4574)
   */
  public record Stream(String id, String sessionId, String label) {}

  /**
   * What a participant sends and receives.
   *
   * @param participantId whom it is about
   * @param sends ids of streams
   * @param receives ids of streams
   */
  public record Talk(String participantId, List<String> sends, List<String> receives) {
    public Talk {
      sends = List.copyOf(sends);
      receives = List.copyOf(receives);
    }
  }

  public RecordingMetadata {
    sessions = List.copyOf(sessions);
    participants = List.copyOf(participants);
    streams = List.copyOf(streams);
    talks = List.copyOf(talks);
  }

  /**
   * Reads metadata.
   *
   * @throws DocumentException when it is none, with the rule that it breaks
   */
  public static RecordingMetadata parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new DocumentException("The recording metadata is longer than 64 KB.");
    }
    Reading reading = new Reading();
    Optional<String> broken = new StrangerXml(MAX_DEPTH, MAX_ELEMENTS).read(text, reading);
    if (broken.isPresent()) {
      throw new DocumentException("The recording metadata cannot be read: " + broken.get() + ".");
    }
    return reading.metadata();
  }

  /**
   * Whether the streams that are offered can be recorded.
   *
   * @param labels the {@code a=label} of each audio stream of the session description that is not
   *     refused; empty for one without
   * @return why not, in one line; empty when they can
   */
  public Optional<String> objection(List<String> labels) {
    if (labels.isEmpty() || labels.size() > MAX_STREAMS) {
      return Optional.of("one or two audio streams can be recorded, not " + labels.size());
    }
    Set<String> different = new HashSet<>(labels);
    if (different.contains("") || different.size() < labels.size()) {
      return Optional.of("each recorded stream needs an a=label of its own");
    }
    Map<String, Integer> perSession = new LinkedHashMap<>();
    for (Stream stream : streams) {
      if (labels.contains(stream.label())
          && perSession.merge(stream.sessionId(), 1, Integer::sum) > MAX_STREAMS) {
        return Optional.of("a session has more than two streams");
      }
    }
    return labels.stream()
        .filter(label -> streams.stream().noneMatch(stream -> stream.label().equals(label)))
        .findFirst()
        .map(label -> "the metadata names no stream with the label " + label);
  }

  /** One reading of a document. */
  private static final class Reading implements StrangerXml.Elements {
    private final Set<String> ids = new HashSet<>();
    private final List<Session> sessions = new ArrayList<>();
    private final List<Participant> participants = new ArrayList<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<Talk> talks = new ArrayList<>();
    private boolean complete = true;

    /** The element below the root that is read: its name, its attributes and what is in it. */
    private String open = "";

    private Map<String, String> told = new LinkedHashMap<>();
    private List<String> sends = new ArrayList<>();
    private List<String> receives = new ArrayList<>();

    @Override
    public boolean start(XMLStreamReader xml, int depth) throws XMLStreamException {
      String name = xml.getLocalName();
      if (depth == 1) {
        if (!name.equals("recording") || !NAMESPACE.equals(xml.getNamespaceURI())) {
          throw new DocumentException(
              "The recording metadata must be a recording element of " + NAMESPACE + ".");
        }
      } else if (!NAMESPACE.equals(xml.getNamespaceURI())) {
        return false;
      } else if (depth == 2) {
        return top(xml, name);
      } else {
        return inside(xml, name);
      }
      return false;
    }

    private boolean top(XMLStreamReader xml, String name) throws XMLStreamException {
      if (name.equals("datamode") || name.equals("dataMode")) {
        complete = !value(xml).equalsIgnoreCase("partial");
        return true;
      }
      open = name;
      told = new LinkedHashMap<>();
      sends = new ArrayList<>();
      receives = new ArrayList<>();
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        told.put(xml.getAttributeLocalName(i), checked(xml.getAttributeValue(i)));
      }
      return false;
    }

    private boolean inside(XMLStreamReader xml, String name) throws XMLStreamException {
      switch (name) {
        case "nameID" -> {
          String aor = xml.getAttributeValue(null, "aor");
          told.putIfAbsent("aor", checked(aor == null ? "" : aor));
          return false;
        }
        case "send" -> sends.add(value(xml));
        case "recv" -> receives.add(value(xml));
        case "name", "label", "sipSessionID" -> told.putIfAbsent(name, value(xml));
        default -> {
          return false;
        }
      }
      return true;
    }

    @Override
    public void end(int depth) {
      if (depth != 2) {
        return;
      }
      switch (open) {
        case "session" -> sessions.add(new Session(id("session_id"), told("sipSessionID")));
        case "participant" ->
            participants.add(new Participant(id("participant_id"), told("aor"), told("name")));
        case "stream" ->
            streams.add(new Stream(id("stream_id"), told("session_id"), told("label")));
        case "participantstreamassoc" ->
            talks.add(new Talk(required("participant_id"), sends, receives));
        default -> {
          // groups and times of association are not needed to record
        }
      }
      open = "";
    }

    private String told(String name) {
      return told.getOrDefault(name, "");
    }

    private String required(String attribute) {
      String value = told(attribute);
      if (value.isEmpty()) {
        throw new DocumentException(
            "The recording metadata has a " + open + " without " + attribute + ".");
      }
      return value;
    }

    private String id(String attribute) {
      String id = required(attribute);
      if (!ids.add(open + "/" + id)) {
        throw new DocumentException("The recording metadata has two " + open + " of one id.");
      }
      return id;
    }

    private static String value(XMLStreamReader xml) throws XMLStreamException {
      return checked(xml.getElementText());
    }

    private static String checked(String text) {
      String value = text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
      if (value.length() > MAX_VALUE) {
        throw new DocumentException("The recording metadata has a value over 512 characters.");
      }
      return value;
    }

    RecordingMetadata metadata() {
      Set<String> known = new HashSet<>();
      streams.forEach(stream -> known.add(stream.id()));
      for (Talk talk : talks) {
        // an update may name streams that were told before
        if (complete && !(known.containsAll(talk.sends()) && known.containsAll(talk.receives()))) {
          throw new DocumentException(
              "The recording metadata has a participantstreamassoc with a stream that is not"
                  + " there.");
        }
      }
      return new RecordingMetadata(complete, sessions, participants, streams, talks);
    }
  }
}
