package io.github.cicdmonitor.redact;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The words of {@code names.txt}, whose sections say what each kind means. */
record NameWords(
    List<String> triggers,
    Set<String> strong,
    List<String> strongEnds,
    Set<String> strongPairs,
    Set<String> opening,
    Set<String> labels,
    Set<String> about,
    Set<String> grammar,
    Set<String> harmless,
    List<String> spoken,
    List<String> foreign) {
  static NameWords read() {
    SectionFile file = new SectionFile("names.txt");
    return new NameWords(
        file.words("trigger"),
        Set.copyOf(file.words("strong")),
        file.words("strong end"),
        Set.copyOf(file.words("strong pair")),
        Set.copyOf(file.words("opening")),
        Set.copyOf(file.words("label")),
        Set.copyOf(file.words("about")),
        Set.copyOf(file.words("grammar")),
        Set.copyOf(new HashSet<>(file.words("harmless"))),
        file.lines("spoken"),
        file.lines("foreign"));
  }
}
