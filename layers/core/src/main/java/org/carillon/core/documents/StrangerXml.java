package org.carillon.core.documents;

import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML that a stranger sent: without document types and entities, and with bounds on its depth
 * and its elements. One instance reads one document; whoever calls bounds the length.
 */
public final class StrangerXml {
  private static final XMLInputFactory XML = factory();

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final int maxDepth;
  private final int maxElements;
  private int depth;
  private int elements;

  /** Within these bounds. */
  public StrangerXml(int maxDepth, int maxElements) {
    this.maxDepth = maxDepth;
    this.maxElements = maxElements;
  }

  /** Told of the elements of a document. */
  public interface Elements {

    /**
     * An element begins.
     *
     * @param depth 1 for the root
     * @return whether its text was read with {@link XMLStreamReader#getElementText}, so that it has
     *     ended
     * @throws XMLStreamException when it is not as it should be
     */
    boolean start(XMLStreamReader xml, int depth) throws XMLStreamException;

    /** An element ends whose text was not read. */
    void end(int depth);
  }

  /**
   * Reads a document.
   *
   * @return why it was not read to its end; empty when it was
   */
  public Optional<String> read(String text, Elements told) {
    try {
      XMLStreamReader xml = XML.createXMLStreamReader(new StringReader(begun(text)));
      try {
        return read(xml, told);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException notWellFormed) {
      return Optional.of("it is not well-formed");
    }
  }

  /** Without what stands before a document, of which some writers put a byte order mark there. */
  private static String begun(String text) {
    return (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).strip();
  }

  private Optional<String> read(XMLStreamReader xml, Elements told) throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
          return Optional.of("it has a document type");
        }
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > maxDepth || ++elements > maxElements) {
            return Optional.of("it is too deep or has too many elements");
          }
          if (told.start(xml, depth)) {
            depth--;
          }
        }
        case XMLStreamConstants.END_ELEMENT -> told.end(depth--);
        default -> {
          // white space, comments and what stands between elements say nothing
        }
      }
    }
    return Optional.empty();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }
}
