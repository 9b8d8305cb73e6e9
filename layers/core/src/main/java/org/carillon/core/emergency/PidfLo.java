package org.carillon.core.emergency;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.carillon.core.documents.StrangerXml;

/**
 * A location object in a call (RFC 4119, RFC 5139, RFC 5491): a civic address, a point, or both.
 *
 * <p>What a stranger sent is read with bounds on everything and without document types and
 * entities. The namespaces of RFC 4119 ({@code civicLoc}) and of RFC 5139 and the guide ({@code
 * civicAddr}) are read alike, in any case of letters, with the elements {@code civicAddress} and
 * {@code civilAddress}.
 *
 * @param civic the first civic address
 * @param point latitude and longitude of the first {@code gml:pos}, as written
 */
public record PidfLo(Optional<CivicLocation> civic, Optional<String> point) {

  /** Longest document that is read, in characters. */
  public static final int MAX_LENGTH = 16 * 1024;

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 500;
  private static final int MAX_VALUE = 256;

  private static final String GEOPRIV = "urn:ietf:params:xml:ns:pidf:geopriv10:";
  private static final Set<String> CIVIC_NAMESPACES = Set.of("civicaddr", "civicloc");
  private static final Set<String> CIVIC_ELEMENTS = Set.of("civicAddress", "civilAddress");

  /**
   * Reads a location object.
   *
   * @return empty when it is none: too long, not well-formed, with a document type, or without a
   *     location
   */
  public static Optional<PidfLo> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Reading reading = new Reading();
    return new StrangerXml(MAX_DEPTH, MAX_ELEMENTS).read(text, reading).isPresent()
        ? Optional.empty()
        : reading.location();
  }

  /** One reading of a document. */
  private static final class Reading implements StrangerXml.Elements {
    private final Map<String, String> civic = new LinkedHashMap<>();
    private Optional<String> point = Optional.empty();

    /** How deep the first civic address is; 0 before it, -1 after it. */
    private int civicDepth;

    Optional<PidfLo> location() {
      return civic.isEmpty() && point.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new PidfLo(
                  civic.isEmpty() ? Optional.empty() : Optional.of(new CivicLocation(civic)),
                  point));
    }

    @Override
    public boolean start(XMLStreamReader xml, int depth) throws XMLStreamException {
      String name = xml.getLocalName();
      String namespace = xml.getNamespaceURI() == null ? "" : xml.getNamespaceURI();
      if (civicDepth == 0 && CIVIC_ELEMENTS.contains(name) && isCivic(namespace)) {
        civicDepth = depth;
      } else if (civicDepth > 0 && depth == civicDepth + 1) {
        String value = value(xml);
        if (!value.isEmpty()) {
          civic.putIfAbsent(name, value);
        }
        return true;
      } else if (name.equals("pos") && namespace.startsWith("http://www.opengis.net/gml")) {
        String value = value(xml);
        if (point.isEmpty() && value.matches("-?\\d{1,3}(\\.\\d+)? -?\\d{1,3}(\\.\\d+)?( .*)?")) {
          point = Optional.of(value);
        }
        return true;
      }
      return false;
    }

    @Override
    public void end(int depth) {
      if (depth == civicDepth) {
        civicDepth = -1;
      }
    }

    /** The text of an element that holds nothing but text; leaves the reader at its end. */
    private static String value(XMLStreamReader xml) throws XMLStreamException {
      String text = xml.getElementText().strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
      return text.length() <= MAX_VALUE ? text : "";
    }

    private static boolean isCivic(String namespace) {
      String lower = namespace.toLowerCase(Locale.ROOT);
      return lower.startsWith(GEOPRIV)
          && CIVIC_NAMESPACES.contains(lower.substring(GEOPRIV.length()));
    }
  }
}
