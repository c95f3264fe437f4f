package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.fixes.Catalogue;
import io.github.cicdmonitor.fixes.Fix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;

/** The list of recipes in the manual, by name; {@code scripts/recipes} writes it. */
final class RecipeList {
  private static final String START = ".\\\" Written by scripts/recipes.\n";
  private static final String END = ".\\\" End of the list.\n";

  private RecipeList() {}

  /** The page with the list as it ought to be. */
  static String in(String page) {
    int start = page.indexOf(START);
    int end = page.indexOf(END);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("the page has no place for the list of recipes");
    }
    return page.substring(0, start + START.length()) + list() + page.substring(end);
  }

  private static String list() {
    return Catalogue.all().stream()
        .sorted(Comparator.comparing(Fix::name))
        .map(fix -> ".It Ic " + fix.name() + "\n" + wrapped(text(fix.about().title()) + ".") + "\n")
        .collect(Collectors.joining("", ".Bl -tag -width Ds\n", ".El\n"));
  }

  /** A line that begins with a dot or quote would be a request. */
  private static String text(String title) {
    String escaped = title.replace("\\", "\\e");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }

  /** Source lines of at most 80 characters, for which mandoc asks. */
  private static String wrapped(String text) {
    if (text.length() <= 80) {
      return text;
    }
    int space = text.lastIndexOf(' ', 80);
    return text.substring(0, space) + "\n" + wrapped(text.substring(space + 1));
  }

  public static void main(String[] arguments) throws IOException {
    Path page = Path.of(arguments[0]);
    Files.writeString(page, in(Files.readString(page)));
  }
}
