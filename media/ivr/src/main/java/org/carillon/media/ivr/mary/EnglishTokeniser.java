package org.carillon.media.ivr.mary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import marytts.datatypes.MaryData;
import marytts.datatypes.MaryDataType;
import marytts.datatypes.MaryXML;
import marytts.modules.InternalModule;
import marytts.util.MaryUtils;
import marytts.util.dom.MaryDomUtils;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * MaryTTS's first stage for English: text in a MaryXML document becomes tokens ({@code t}), tokens
 * become sentences ({@code s}) in paragraphs ({@code p}). Stands in for the JTok library, which is
 * not on Maven Central.
 *
 * <p>Markup stays where it is: an element that holds the end of a sentence before its own end gets
 * its sentences inside, any other becomes part of the sentence around it.
 */
public final class EnglishTokeniser extends InternalModule {

  /** Made by MaryTTS by its class name. */
  public EnglishTokeniser() {
    super("EnglishTokeniser", MaryDataType.RAWMARYXML, MaryDataType.TOKENS, Locale.ENGLISH);
  }

  @Override
  public MaryData process(MaryData input) throws Exception {
    Document document = input.getDocument();
    tokenise(document.getDocumentElement());
    addParagraphs(document.getDocumentElement());
    MaryData result = new MaryData(getOutputType(), input.getLocale());
    result.setDocument(document);
    return result;
  }

  private static void tokenise(Element element) {
    for (Node child : children(element)) {
      if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
        for (String token : EnglishTokens.of(child.getNodeValue())) {
          Element t = MaryXML.createElement(element.getOwnerDocument(), MaryXML.TOKEN);
          MaryDomUtils.setTokenText(t, MaryUtils.normaliseUnicodeLetters(token, Locale.ENGLISH));
          element.insertBefore(t, child);
        }
        element.removeChild(child);
      } else if (child instanceof Element e && !is(e, MaryXML.TOKEN)) {
        tokenise(e);
      }
    }
  }

  /** Gives each run of children that is in no paragraph one of its own. */
  private static void addParagraphs(Element element) {
    Element paragraph = null;
    for (Node child : children(element)) {
      if (!(child instanceof Element e)) {
        continue;
      }
      if (is(e, MaryXML.PARAGRAPH)) {
        addSentences(e);
        paragraph = null;
      } else if (holds(e, MaryXML.PARAGRAPH)) {
        addParagraphs(e);
        paragraph = null;
      } else {
        if (paragraph == null) {
          paragraph = MaryXML.createElement(element.getOwnerDocument(), MaryXML.PARAGRAPH);
          element.insertBefore(paragraph, e);
        }
        paragraph.appendChild(e);
      }
    }
    for (Node child : children(element)) {
      if (child instanceof Element e && is(e, MaryXML.PARAGRAPH)) {
        addSentences(e);
      }
    }
  }

  private static void addSentences(Element element) {
    Element sentence = null;
    boolean open = false;
    for (Node node : children(element)) {
      if (!(node instanceof Element e)) {
        continue;
      }
      if (is(e, MaryXML.SENTENCE)) {
        sentence = e;
        open = false;
      } else if (holds(e, MaryXML.SENTENCE) || endsInside(e)) {
        addSentences(e);
        sentence = null;
        open = false;
      } else if (sentence != null && (open || is(e, MaryXML.BOUNDARY))) {
        // a pause after a sentence is its last element
        sentence.appendChild(e);
        open = open && !endsWithSentence(e);
      } else {
        sentence = MaryXML.createElement(element.getOwnerDocument(), MaryXML.SENTENCE);
        element.insertBefore(sentence, e);
        sentence.appendChild(e);
        open = !endsWithSentence(e);
      }
    }
  }

  private static boolean endsInside(Element element) {
    List<String> tokens = tokens(element);
    for (int i = 0; i < tokens.size() - 1; i++) {
      if (EnglishTokens.endsSentence(tokens.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean endsWithSentence(Element element) {
    List<String> tokens = tokens(element);
    return !tokens.isEmpty() && EnglishTokens.endsSentence(tokens.getLast());
  }

  private static List<String> tokens(Element element) {
    if (is(element, MaryXML.TOKEN)) {
      return List.of(MaryDomUtils.tokenText(element));
    }
    List<String> tokens = new ArrayList<>();
    for (Node child : children(element)) {
      if (child instanceof Element e) {
        tokens.addAll(tokens(e));
      }
    }
    return tokens;
  }

  private static boolean is(Element element, String name) {
    return element.getTagName().equals(name);
  }

  private static boolean holds(Element element, String name) {
    return element.getElementsByTagName(name).getLength() > 0;
  }

  private static List<Node> children(Node node) {
    List<Node> children = new ArrayList<>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      children.add(child);
    }
    return children;
  }
}
