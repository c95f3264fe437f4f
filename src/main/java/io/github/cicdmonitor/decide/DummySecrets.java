package io.github.cicdmonitor.decide;

import io.github.cicdmonitor.gate.finding.WordLists;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Values that stand where a secret would and are none: the password of a database that lives as long
 * as a job. A closed list of whole values; what merely looks weak is treated as a secret.
 */
final class DummySecrets {
  // A whole value behind "name:" or "name=", or the password in scheme://user:password@host.
  private static final Pattern VALUE = Pattern.compile("(?i)(?:(?<=[:=][ \\t]{0,3}[\"']?)"
      + WordLists.of("dummies").whole("values").pattern()
      + "(?=[\"']?[ \\t]*\\r?$)|(?<=://[a-z0-9_]{1,30}:)"
      + WordLists.of("dummies").whole("values").pattern() + "(?=@))");

  private DummySecrets() {}

  /** The text with stars for such values, where its line stands in the other text as well. */
  static String withoutThem(String text, String other) {
    Set<String> stay = new HashSet<>(Arrays.asList(other.split("\n", -1)));
    return Arrays.stream(text.split("\n", -1))
        .map(line -> stay.contains(line) ? VALUE.matcher(line).replaceAll("***") : line)
        .collect(Collectors.joining("\n"));
  }
}
