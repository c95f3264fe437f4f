package io.github.cicdmonitor.redact;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The commands of {@code programs.txt}, whose sections say where each takes its secret from.
 *
 * @param options of which the value is a secret, by the program's name
 */
record Programs(
    Map<String, List<String>> options,
    List<String> next,
    List<String> last,
    List<String> among,
    List<String> says,
    List<String> stdin) {
  static final Programs SHIPPED = read();

  private static Programs read() {
    SectionFile file = new SectionFile("programs.txt");
    Map<String, List<String>> options = new LinkedHashMap<>();
    for (String line : file.lines("option")) {
      int colon = line.indexOf(": ");
      options.put(line.substring(0, colon), List.of(line.substring(colon + 2).split(" ", -1)));
    }
    return new Programs(
        options,
        beforeBlank(file.lines("next")),
        beforeBlank(file.lines("last")),
        beforeBlank(file.lines("among")),
        file.lines("says"),
        file.lines("stdin"));
  }

  private static List<String> beforeBlank(List<String> phrases) {
    return phrases.stream()
        .map(phrase ->
            Alphabet.ALNUM.has(phrase.charAt(phrase.length() - 1)) ? phrase + " " : phrase)
        .toList();
  }
}
