package io.github.cicdmonitor.fixes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which version of Java a Maven or Gradle build is for. */
final class JavaBuild {
  static final List<String> FILES = List.of("pom.xml", "build.gradle", "build.gradle.kts");

  private static final Pattern POM = Pattern.compile(
      "<(maven\\.compiler\\.(?:release|source|target)|java\\.version|release)>\\s*(?:1\\.)?([0-9]{1,2})\\s*</\\1>");
  private static final Pattern GRADLE = Pattern.compile(
      "(?:JavaLanguageVersion\\.of\\(\\s*|JavaVersion\\.VERSION_(?:1_)?|(?:source|target)Compatibility"
          + "\\s*=\\s*[\"']?(?:1\\.)?|options\\.release(?:\\.set\\(|\\s*=)\\s*)([0-9]{1,2})\\b");

  private JavaBuild() {}

  /** All numbers that the file names, such as 17; 1.8 counts as 8. */
  static Set<Integer> versions(String name, String text) {
    Set<Integer> versions = new TreeSet<>();
    boolean pom = name.equals("pom.xml");
    if (!FILES.contains(name)) {
      return versions;
    }
    Matcher matcher = (pom ? POM : GRADLE).matcher(text);
    while (matcher.find()) {
      versions.add(Integer.valueOf(matcher.group(pom ? 2 : 1)));
    }
    return versions;
  }
}
