package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.FileClass;
import io.github.cicdmonitor.gate.finding.WordLists;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a file is, by its path alone; decides who reads it and its least class. */
public enum FileKind {
  WORKFLOW(FileClass.F3),
  ACTION(FileClass.F5),
  OTHER_CI(FileClass.F5),
  DOCKERFILE(FileClass.F4),
  SCRIPT(FileClass.F4),
  REQUIREMENTS(FileClass.F2),
  NPM_MANIFEST(FileClass.F2),
  LOCK(FileClass.F2),
  TOML_MANIFEST(FileClass.F2),
  GO_MOD(FileClass.F2),
  MAVEN(FileClass.F2),
  GRADLE(FileClass.F2),
  WRAPPER(FileClass.F2),
  TOOL_VERSION(FileClass.F2),
  OTHER_MANIFEST(FileClass.F2),
  PACKAGE_SOURCE(FileClass.F8),
  QUALITY_GATE(FileClass.F8),
  INFRASTRUCTURE(FileClass.F6),
  DOCUMENTATION(FileClass.F1),
  SOURCE(FileClass.F7),
  TEST(FileClass.F7),
  UNKNOWN(FileClass.F8);

  /** {@code files.txt}, in its order. */
  private static final Map<FileKind, Pattern> PATHS = new LinkedHashMap<>();

  private static final Pattern TEST_NAMES;

  static {
    WordLists words = WordLists.of("files");
    TEST_NAMES = words.whole("test names");
    words.names().stream()
        .filter(name -> !name.equals("test names"))
        .forEach(name -> PATHS.put(
            valueOf(name),
            Pattern.compile(
                words.words(name).map(FileKind::regex).collect(Collectors.joining("|")))));
  }

  private final FileClass least;

  FileKind(FileClass least) {
    this.least = least;
  }

  public FileClass leastClass() {
    return least;
  }

  public static FileKind of(String path) {
    String folded = path.toLowerCase(Locale.ROOT);
    FileKind kind = PATHS.entrySet().stream()
        .filter(paths -> paths.getValue().matcher(folded).matches())
        .findFirst()
        .map(Map.Entry::getKey)
        .orElse(UNKNOWN);
    String name = folded.substring(folded.lastIndexOf('/') + 1);
    return kind == SOURCE && TEST_NAMES.matcher(name).matches() ? TEST : kind;
  }

  private static String regex(String word) {
    if (word.startsWith("/")) {
      return WordLists.regex(word.substring(1));
    }
    return "(?:.*/)?" + WordLists.regex(word) + (word.endsWith("/") ? ".*" : "");
  }
}
