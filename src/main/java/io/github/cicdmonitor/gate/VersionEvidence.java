package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether the repository itself vouches that a version of a package exists: its name and version
 * stand together in a file at the base commit. What a log or a model says does not count.
 */
final class VersionEvidence {
  /** In lock files the version stands a line or two below the name. */
  private static final int REACH = 3;

  private final List<String[]> files = new ArrayList<>();

  private VersionEvidence() {}

  /** {@code before}: the text before of the file that is edited, which is at the base as well. */
  static VersionEvidence of(RepositoryFacts facts, String before) {
    VersionEvidence evidence = new VersionEvidence();
    for (Map.Entry<String, String> file : facts.filesAtBase().entrySet()) {
      evidence.files.add(lines(file.getValue()));
    }
    evidence.files.add(lines(before));
    return evidence;
  }

  private static String[] lines(String text) {
    return text.toLowerCase(Locale.ROOT).split("\n", -1);
  }

  boolean shows(String name, String version) {
    String wanted = version.toLowerCase(Locale.ROOT).replaceFirst("^(?:[=~^><v]|\\s)+", "");
    if (wanted.isEmpty()) {
      return false;
    }
    Pattern named = bounded(name.toLowerCase(Locale.ROOT).replace('_', '-'));
    Pattern versioned = bounded(wanted);
    for (String[] file : files) {
      for (int i = 0; i < file.length; i++) {
        if (named.matcher(file[i].replace('_', '-')).find() && versionNear(file, i, versioned)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean versionNear(String[] file, int from, Pattern version) {
    for (int i = from; i < Math.min(file.length, from + REACH); i++) {
      // below the name only a line that says it is a version: the next package stands there too
      boolean tells = i == from || file[i].contains("version");
      if (tells && version.matcher(file[i]).find()) {
        return true;
      }
    }
    return false;
  }

  private static Pattern bounded(String text) {
    return Pattern.compile("(?<![\\w.-])v?" + Pattern.quote(text) + "(?![\\w-]|\\.\\d)");
  }
}
