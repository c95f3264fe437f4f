package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.List;

/**
 * An old corepack that does not know the registry's new signing keys: a current corepack is installed
 * first (nodejs/corepack#612). A new command that fetches a package, so a person decides.
 */
final class CorepackKeys implements Fix {
  private static final List<Pattern> TRIGGERS =
      List.of(Pattern.compile("Cannot find matching keyid"));
  private static final java.util.regex.Pattern ENABLE =
      java.util.regex.Pattern.compile("(?m)(^[ \\t]*|[|>'\"&;][ \\t]*)((?:sudo )?corepack enable)");

  @Override
  public String name() {
    return "corepack-keys";
  }

  @Override
  public String title() {
    return "Installs a current corepack before corepack enable, for the registry's new keys";
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
  public boolean newCode() {
    return true;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Editor editor = new Editor(files);
    for (RunScripts.Script script : RunScripts.in(files.workflowsAndActions())) {
      if (!script.text().text().contains("npm i -g")
          && !script.text().text().contains("npm install -g")) {
        RunScripts.rewrite(script, written -> withCorepack(written, script), editor);
      }
    }
    return Proposed.edits(
        "ci: Install a current corepack before it is enabled",
        "The corepack that comes with this Node.js does not know the keys that the npm registry signs"
            + " with since 2025; a current one does.",
        editor);
  }

  private static String withCorepack(String written, RunScripts.Script script) {
    String install = "npm install --global --force corepack@latest";
    if (script.text().isBlock()) {
      return written.replaceAll(
          "(?m)^([ \\t]*)((?:sudo )?corepack enable)", "$1" + install + "\n$1$2");
    }
    return ENABLE.matcher(" " + written).replaceFirst("$1" + install + " && $2").substring(1);
  }
}
