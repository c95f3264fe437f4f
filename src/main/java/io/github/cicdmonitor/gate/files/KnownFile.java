package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.fixes.Hunk;
import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.fixes.TextDiff;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.model.FileChange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a file that is no workflow is understood around a recognised fix: nobody wrote words
 * beside what changes, no other line of it names the version that goes, and a program that becomes
 * executable is called by what it does.
 */
public final class KnownFile {
  private static final Set<String> NAMES = WordLists.of("known").set("names");
  private static final Pattern FOLDERS = WordLists.of("known").whole("folders of programs");
  private static final List<Pattern> PREPARES =
      WordLists.of("known").patterns("preparing commands");
  private static final Pattern INSTRUCTION = Pattern.compile(
      "(?:FROM [a-z]+(?::[\\w.-]+)?(?: AS \\w+)?|(?:LABEL|WORKDIR|MAINTAINER|EXPOSE) .*)|(?:ENV|ARG) DEBIAN_FRONTEND\\S*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)+");
  private static final Pattern COMMENT = Pattern.compile("^\\s*(?:#|//|;).*|.*\\s(?:#|//)\\s.*");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{2,}");

  private KnownFile() {}

  /** Why a person decides. */
  public static Optional<String> doubt(FileChange change, Surroundings reach) {
    String folder = change.path().substring(0, change.path().lastIndexOf('/') + 1);
    if (change.changesMode()) {
      boolean wrapper = change.path().matches("(?:.*/)?(?:gradlew|mvnw)");
      return !wrapper && !folder.isEmpty() && !FOLDERS.matcher(folder).matches()
          ? Optional.of("whether programs are kept in the folder " + folder + " is not known")
          : named(change.path(), "the name of a program");
    }
    Optional<String> place = named(folder, "the name of a folder");
    if (place.isPresent()) {
      return place;
    }
    TextDiff diff =
        TextDiff.of(change.path(), change.before().orElse(""), change.after().orElse(""));
    List<String> lines = diff.after().lines().toList();
    return diff.hunks().stream()
        .flatMap(hunk -> commented(hunk, lines)
            .or(() -> elsewhere(hunk, lines))
            .or(() -> isPrepared(reach) ? prepared(hunk, lines) : Optional.empty())
            .stream())
        .findFirst();
  }

  private static Optional<String> named(String path, String what) {
    return Stream.of(path.split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty() && !NAMES.contains(word))
        .findFirst()
        .map(word -> "what " + word + " means in " + what + " is not known");
  }

  private static boolean isPrepared(Surroundings reach) {
    return reach == Surroundings.BEFORE || reach == Surroundings.PREPARED;
  }

  /** Nothing above a changed command but what fetches and installs from the usual places. */
  private static Optional<String> prepared(Hunk hunk, List<String> lines) {
    return lines.subList(0, Math.min(lines.size(), Math.max(0, hunk.line() - 1))).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.replaceFirst("^RUN ", ""))
        .filter(line -> !INSTRUCTION.matcher(line).matches())
        .filter(line -> PREPARES.stream().noneMatch(p -> p.matcher(line).matches()))
        .findFirst()
        .map(line -> "what comes before may prepare it: " + line);
  }

  private static Optional<String> commented(Hunk hunk, List<String> lines) {
    StringBuilder above = new StringBuilder();
    for (int i = hunk.line() - 2; i >= 0 && i < lines.size() && isComment(lines.get(i)); i--) {
      above.insert(0, lines.get(i).strip() + " ");
    }
    String own = hunk.before().stream()
        .filter(line -> COMMENT.matcher(line).matches())
        .map(line -> line.replaceFirst("^.*?(?=#|//|;)", ""))
        .collect(Collectors.joining(" "));
    return Stream.of(above.toString(), own)
        .filter(text -> WORD.matcher(text).find())
        .findFirst()
        .map(text -> "a comment speaks of what changes: " + text.strip());
  }

  private static boolean isComment(String line) {
    return line.strip().startsWith("#") || line.strip().startsWith("//");
  }

  /** A number with a point in it that was in the line, in another line. */
  private static Optional<String> elsewhere(Hunk hunk, List<String> lines) {
    Set<String> gone = numbers(hunk.before());
    gone.removeAll(numbers(hunk.after()));
    return gone.stream()
        .filter(number -> lines.stream().anyMatch(line -> numbers(List.of(line)).contains(number)))
        .findFirst()
        .map(number -> "another line names " + number + " too");
  }

  private static Set<String> numbers(List<String> lines) {
    return lines.stream()
        .flatMap(line -> NUMBER.matcher(line).results())
        .map(found -> found.group())
        .collect(Collectors.toSet());
  }
}
