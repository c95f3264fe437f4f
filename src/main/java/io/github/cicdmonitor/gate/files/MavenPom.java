package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.workflow.Shown;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** {@code pom.xml}: versions are bumps, new packages and sources have their price, the rest asks. */
final class MavenPom {
  private static final int MAX_DEPTH = 40;
  private static final WordLists WORDS = WordLists.of("packages");
  private static final Set<String> KEYED = Set.of("dependency", "plugin", "parent", "extension");

  private final Map<String, Leaf> leaves = new LinkedHashMap<>();

  /**
   * @param owner artifact that the leaf belongs to, empty outside one
   */
  private record Leaf(String text, String owner, int line) {}

  private static final class Element {
    private final String name;
    private final int line;
    private final StringBuilder text = new StringBuilder();
    private final List<Element> children = new ArrayList<>();

    Element(String name, int line) {
      this.name = name;
      this.line = line;
    }

    String textOf(String child) {
      return children.stream()
          .filter(c -> c.name.equals(child))
          .map(c -> c.text.toString().strip())
          .findFirst()
          .orElse("");
    }
  }

  private MavenPom(String xml) throws XMLStreamException {
    flatten(parse(xml), "", "", 0);
  }

  static void compare(String before, String after, VersionEvidence evidence, FileFindings found) {
    Map<String, Leaf> now;
    try {
      now = new MavenPom(after).leaves;
    } catch (XMLStreamException e) {
      found.add(ChangeKind.K23, 0, "the file after the edit");
      found.block(
          "B-YAML",
          e.getLocation() == null ? 0 : e.getLocation().getLineNumber(),
          "not readable as plain XML");
      return;
    }
    Map<String, Leaf> old;
    try {
      old = new MavenPom(before).leaves;
    } catch (XMLStreamException e) {
      found.add(ChangeKind.K19, 0, "the file before is no XML");
      return;
    }
    Set<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    PackageChange change = new PackageChange(found, evidence);
    for (String key : keys) {
      Optional<Leaf> from = Optional.ofNullable(old.get(key));
      Optional<Leaf> to = Optional.ofNullable(now.get(key));
      if (!from.map(Leaf::text).equals(to.map(Leaf::text))) {
        leaf(key, from, to, change, found);
      }
    }
  }

  /** Five parameters: a version is judged by {@code change}, everything else goes to {@code found}. */
  private static void leaf(
      String key,
      Optional<Leaf> from,
      Optional<Leaf> to,
      PackageChange change,
      FileFindings found) {
    int line = to.map(Leaf::line).orElse(0);
    String old = from.map(Leaf::text).orElse("");
    String now = to.map(Leaf::text).orElse("");
    String name = key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\[.*", "");
    String owner = to.or(() -> from).map(Leaf::owner).orElse("");
    boolean property = key.contains("/properties/");
    if (WORDS.anyIn("maven sources", key.toLowerCase(Locale.ROOT))) {
      found.add(ChangeKind.K15, line, Shown.quoted(key));
      found.ask("where packages come from");
    } else if (WORDS.anyIn("maven masks", name.toLowerCase(Locale.ROOT))) {
      found.add(ChangeKind.K22, line, name + " " + Shown.quoted(now));
      found.block(
          "B-MASK",
          line,
          "a check of the build is switched off or weakened: " + name + " " + Shown.quoted(now));
    } else if (name.equals("version") && !owner.isEmpty() && from.isPresent() && to.isPresent()) {
      change.version(owner, old, now, line);
    } else if (property
        && name.toLowerCase(Locale.ROOT).contains("version")
        && from.isPresent()
        && to.isPresent()) {
      change.version(name.replaceFirst("\\.?-?[vV]ersion$", ""), old, now, line);
    } else if (property && name.startsWith("maven.compiler.") && Literals.isVersion(now)) {
      found.add(ChangeKind.K6, line, name + " " + Shown.quoted(old) + " → " + Shown.quoted(now));
    } else if (name.equals("artifactId") && from.isEmpty()) {
      change.added(now, "", line);
      if (key.contains("/plugin")) {
        found.add(ChangeKind.K9, line, "a plugin runs in the build");
      }
    } else if (from.isEmpty() && Set.of("groupId", "version", "scope", "type").contains(name)) {
      found.add(ChangeKind.K21, line, name + " of a new package");
    } else {
      found.add(ChangeKind.K23, line, Shown.quoted(key));
    }
  }

  private void flatten(Element element, String path, String owner, int index) {
    String artifact = element.textOf("artifactId");
    boolean keyed = KEYED.contains(element.name);
    String id = keyed
        ? "[" + element.textOf("groupId") + ":" + artifact + ":" + element.textOf("classifier")
            + element.textOf("type") + "]"
        : element.textOf("id").isEmpty() ? "" : "[" + element.textOf("id") + "]";
    String own = path + "/" + element.name + id + (index > 0 ? "'" + index : "");
    String of = keyed ? artifact : owner;
    if (element.children.isEmpty()) {
      String key = own;
      while (leaves.containsKey(key)) {
        key += "'";
      }
      leaves.put(key, new Leaf(element.text.toString().strip(), of, element.line));
    }
    Map<String, Integer> seen = new LinkedHashMap<>();
    for (Element child : element.children) {
      int count = KEYED.contains(child.name) ? 0 : seen.merge(child.name, 1, Integer::sum) - 1;
      flatten(child, own, of, count);
    }
  }

  private static Element parse(String xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
    List<Element> open = new ArrayList<>(List.of(new Element("", 0)));
    while (reader.hasNext()) {
      Element inner = open.get(open.size() - 1);
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          Element child =
              new Element(reader.getLocalName(), reader.getLocation().getLineNumber());
          if (open.size() > MAX_DEPTH) {
            throw new XMLStreamException("too deep");
          }
          for (int i = 0; i < reader.getAttributeCount(); i++) {
            Element attribute = new Element("@" + reader.getAttributeLocalName(i), child.line);
            attribute.text.append(reader.getAttributeValue(i));
            child.children.add(attribute);
          }
          inner.children.add(child);
          open.add(child);
        }
        case XMLStreamConstants.END_ELEMENT -> open.remove(open.size() - 1);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
          inner.text.append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
          throw new XMLStreamException("a document type");
        default -> {}
      }
    }
    return open.get(0);
  }
}
