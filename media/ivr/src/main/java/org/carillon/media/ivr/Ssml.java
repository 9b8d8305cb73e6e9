package org.carillon.media.ivr;

import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Reads SSML as Amazon Polly takes it (a {@code speak} element, no namespace needed) and gives it
 * to the synthesiser as clean SSML 1.0.
 *
 * <p>{@code p}, {@code s}, {@code break}, {@code sub}, {@code prosody} (rate and pitch), {@code
 * emphasis} and {@code say-as} (characters, digits, telephone) have effect; of Polly's other
 * elements the text is spoken; any other element is refused. Document types and entities are
 * refused.
 */
final class Ssml {
  private static final String NAMESPACE = "http://www.w3.org/2001/10/synthesis";
  private static final Set<String> TEXT_ONLY = Set.of("w", "lang", "phoneme", "mark");
  private static final Set<String> SPELLED =
      Set.of("characters", "spell-out", "digits", "telephone");
  private static final Set<String> RATES = Set.of("x-slow", "slow", "medium", "fast", "x-fast");
  private static final Set<String> PITCHES = Set.of("x-low", "low", "medium", "high", "x-high");
  private static final Set<String> VOLUMES =
      Set.of("silent", "x-soft", "soft", "medium", "loud", "x-loud");
  private static final Pattern TIME = Pattern.compile("\\+?(\\d{1,6}(?:\\.\\d{1,6})?)(ms|s)");
  private static final Pattern PERCENT = Pattern.compile("([+-]?)(\\d{1,4})(?:\\.\\d+)?%");
  private static final Pattern DECIBEL = Pattern.compile("[+-]?\\d{1,3}(?:\\.\\d+)?dB");
  // Polly's longest pause
  private static final int LONGEST_BREAK_MILLIS = 10_000;

  private final Document out;

  private Ssml(Document out) {
    this.out = out;
  }

  /**
   * Reads a document.
   *
   * @throws SpeechException as invalid text, with the place of the mistake, when it is not well
   *     formed, its root is not {@code speak}, or an element or attribute value is not known
   */
  static Document parse(String text) throws SpeechException {
    try {
      DocumentBuilder builder = builder();
      Element root = builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
      if (!root.getTagName().equals("speak")) {
        throw EmbeddedSpeech.invalid(
            "SSML starts with a speak element, not with " + root.getTagName(), null);
      }
      Document out = builder.newDocument();
      Element speak = out.createElementNS(NAMESPACE, "speak");
      speak.setAttribute("version", "1.0");
      speak.setAttributeNS(XMLConstants.XML_NS_URI, "xml:lang", "en-US");
      out.appendChild(speak);
      new Ssml(out).copyChildren(root, speak);
      return out;
    } catch (SAXParseException e) {
      throw EmbeddedSpeech.invalid(
          "the SSML is not well formed at line "
              + e.getLineNumber()
              + ", column "
              + e.getColumnNumber()
              + ": "
              + e.getMessage(),
          e);
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw EmbeddedSpeech.invalid("the SSML cannot be read: " + e.getMessage(), e);
    }
  }

  private static DocumentBuilder builder() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setXIncludeAware(false);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new Strict());
    return builder;
  }

  private void copyChildren(Node from, Element to) throws SpeechException {
    for (Node child = from.getFirstChild(); child != null; child = child.getNextSibling()) {
      switch (child.getNodeType()) {
        case Node.TEXT_NODE, Node.CDATA_SECTION_NODE ->
            to.appendChild(out.createTextNode(child.getNodeValue()));
        case Node.ELEMENT_NODE -> copy((Element) child, to);
        default -> {}
      }
    }
  }

  private void copy(Element element, Element to) throws SpeechException {
    String name = element.getTagName();
    switch (name) {
      case "p", "s" -> copyChildren(element, append(to, name));
      case "break" -> appendBreak(element, to);
      case "sub" -> to.appendChild(out.createTextNode(required(element, "alias")));
      case "prosody" -> copyProsody(element, to);
      case "emphasis" -> copyEmphasis(element, to);
      case "say-as" -> copySayAs(element, to);
      default -> {
        if (!TEXT_ONLY.contains(name) && !name.startsWith("amazon:")) {
          throw EmbeddedSpeech.invalid("the SSML element " + name + " is not known", null);
        }
        copyChildren(element, to);
      }
    }
  }

  private void appendBreak(Element element, Element to) throws SpeechException {
    int millis =
        switch (element.getAttribute("strength")) {
          case "none" -> 0;
          case "x-weak" -> 100;
          case "weak" -> 200;
          case "", "medium" -> 400;
          case "strong" -> 700;
          case "x-strong" -> 1000;
          default -> throw wrong(element, "strength");
        };
    if (element.hasAttribute("time")) {
      Matcher time = TIME.matcher(element.getAttribute("time").strip());
      if (!time.matches()) {
        throw wrong(element, "time");
      }
      double value = Double.parseDouble(time.group(1)) * (time.group(2).equals("s") ? 1000 : 1);
      millis = (int) Math.min(value, LONGEST_BREAK_MILLIS);
    }
    if (millis > 0) {
      append(to, "break").setAttribute("time", millis + "ms");
    }
  }

  private void copyProsody(Element element, Element to) throws SpeechException {
    Element prosody = append(to, "prosody");
    String rate = element.getAttribute("rate").strip();
    if (!rate.isEmpty()) {
      prosody.setAttribute("rate", RATES.contains(rate) ? rate : relativeRate(element, rate));
    }
    String pitch = element.getAttribute("pitch").strip();
    if (!pitch.isEmpty()) {
      Matcher percent = PERCENT.matcher(pitch);
      if (!PITCHES.contains(pitch) && (!percent.matches() || percent.group(1).isEmpty())) {
        throw wrong(element, "pitch");
      }
      prosody.setAttribute("pitch", pitch);
    }
    String volume = element.getAttribute("volume").strip();
    if (!volume.isEmpty() && !VOLUMES.contains(volume) && !DECIBEL.matcher(volume).matches()) {
      throw wrong(element, "volume");
    }
    copyChildren(element, prosody);
  }

  /** Polly's rate is a share of the normal one, 20 to 200 %; the synthesiser wants the change. */
  private static String relativeRate(Element element, String rate) throws SpeechException {
    Matcher percent = PERCENT.matcher(rate);
    if (!percent.matches()) {
      throw wrong(element, "rate");
    }
    int value = Integer.parseInt(percent.group(2));
    int change =
        switch (percent.group(1)) {
          case "+" -> value;
          case "-" -> -value;
          default -> value - 100;
        };
    int bounded = Math.clamp(change, -80, 100);
    return (bounded < 0 ? "" : "+") + bounded + "%";
  }

  private void copyEmphasis(Element element, Element to) throws SpeechException {
    String rate =
        switch (element.getAttribute("level")) {
          case "strong" -> "-20%";
          case "", "moderate" -> "-10%";
          case "reduced" -> "+20%";
          case "none" -> "+0%";
          default -> throw wrong(element, "level");
        };
    Element prosody = append(to, "prosody");
    prosody.setAttribute("rate", rate);
    copyChildren(element, prosody);
  }

  private void copySayAs(Element element, Element to) throws SpeechException {
    if (SPELLED.contains(required(element, "interpret-as"))) {
      String spelled = element.getTextContent().replaceAll("[^\\p{L}\\p{N}]", "");
      to.appendChild(out.createTextNode(" " + String.join(" ", spelled.split("")) + " "));
    } else {
      copyChildren(element, to);
    }
  }

  private Element append(Element to, String name) {
    Element element = out.createElementNS(NAMESPACE, name);
    to.appendChild(element);
    return element;
  }

  private static String required(Element element, String attribute) throws SpeechException {
    if (element.getAttribute(attribute).isBlank()) {
      throw EmbeddedSpeech.invalid(
          "the SSML element " + element.getTagName() + " needs the attribute " + attribute, null);
    }
    return element.getAttribute(attribute);
  }

  private static SpeechException wrong(Element element, String attribute) {
    return EmbeddedSpeech.invalid(
        "the SSML attribute "
            + attribute
            + "=\""
            + element.getAttribute(attribute)
            + "\" of "
            + element.getTagName()
            + " is not understood",
        null);
  }

  /** Throws everything; the parser's default prints to standard error. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXParseException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXParseException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXParseException {
      throw e;
    }
  }
}
