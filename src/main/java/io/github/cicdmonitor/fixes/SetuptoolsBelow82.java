package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.List;
import java.util.regex.Matcher;

/**
 * A dependency that imports {@code pkg_resources}, which setuptools 82 no longer has: setuptools stays
 * below 82 where the repository lists it. A cap ages, so a person decides.
 */
final class SetuptoolsBelow82 implements Fix {
  private static final List<Pattern> TRIGGERS =
      List.of(Pattern.compile("No module named '?pkg_resources"));
  private static final java.util.regex.Pattern REQUIREMENT =
      java.util.regex.Pattern.compile("(?m)^setuptools(?=[ \\t]*(?:#.*)?$)");
  private static final java.util.regex.Pattern BUILD_REQUIREMENT =
      java.util.regex.Pattern.compile("(?<=[\"'])setuptools(?=[\"'])");
  private static final java.util.regex.Pattern PIP_LINE =
      java.util.regex.Pattern.compile("(?<=pip3? install [^\\n]{0,200}\\s)setuptools(?=\\s|$)");

  @Override
  public String name() {
    return "setuptools-below-82";
  }

  @Override
  public String title() {
    return "Keeps setuptools below 82 for dependencies that import pkg_resources";
  }

  @Override
  public List<Pattern> triggers() {
    return TRIGGERS;
  }

  @Override
  public Category category() {
    return Category.DEPENDENCY;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (String path : files.paths()) {
      if (path.matches("(?:.*/)?[^/]*requirements[^/]*\\.(?:txt|in)")) {
        cap(path, files.text(path).orElse(""), REQUIREMENT, "setuptools<82", editor);
      } else if (path.matches("(?:.*/)?pyproject\\.toml")) {
        cap(path, files.text(path).orElse(""), BUILD_REQUIREMENT, "setuptools<82", editor);
      }
    }
    for (RunScripts.Script script : RunScripts.in(files.workflowsAndActions())) {
      if (!script.written().startsWith("'")) {
        RunScripts.rewrite(
            script, run -> PIP_LINE.matcher(run).replaceAll("'setuptools<82'"), editor);
      }
    }
    return Proposed.edits(
        "ci: Keep setuptools below 82",
        "setuptools 82 no longer has pkg_resources, which a dependency imports.",
        editor);
  }

  private static void cap(
      String path, String text, java.util.regex.Pattern where, String now, Editor editor) {
    Matcher found = where.matcher(text);
    while (found.find()) {
      editor.replace(path, found.start(), found.end(), now);
    }
  }

  @Override
  public void recognise(TextDiff diff, Evidence evidence, Claims claims) {
    diff.hunks().stream()
        .filter(hunk -> hunk.isOneLine()
            && hunk.after()
                .get(0)
                .equals(hunk.before().get(0).replaceFirst("setuptools\\b", "setuptools<82")))
        .forEach(hunk -> claims.ask(hunk, "the last setuptools with pkg_resources", "a cap ages"));
  }
}
