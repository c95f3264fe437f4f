package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.gate.workflow.ClosedWorld.Leaf;
import io.github.cicdmonitor.workflow.Expressions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The texts of a job: inputs, variables, options, and expressions on what the fix does not touch. */
final class KnownValues {
  private static final Pattern VARIABLES = KnownJob.WORDS.whole("variables");
  private static final Set<String> INPUTS = KnownJob.WORDS.set("inputs that ask");
  private static final Pattern HEALTH = Pattern.compile(
      "(?:\\s*--health-[a-z-]+(?:[= ](?:\"[^\"]*\"|[^\\s-]\\S*))?(?: -[A-Za-z]+ \\w+)*)*\\s*");
  private static final Set<String> IMAGE =
      Set.of("image", "env", "ports", "options", "credentials");
  /** Keys whose text may tell a value that the fix changes, and does nothing by it. */
  private static final Set<String> TOLD = Set.of("runs-on", "name", "key", "restore-keys");

  private static final Pattern ANYWHERE = Pattern.compile(
      "github\\.[\\w.-]+|runner\\.(?:os|arch|temp|tool_cache|workspace|debug)|matrix\\.[\\w.-]+|inputs\\.[\\w-]+"
          + "|vars\\.[\\w-]+|strategy\\.job-(?:index|total)|job\\.services\\.[\\w.-]+");

  private final FixedJob fixed;
  private final Moved moved;
  private final Surroundings reach;

  KnownValues(FixedJob fixed) {
    this.fixed = fixed;
    this.moved = fixed.moved();
    this.reach = fixed.reach();
  }

  Optional<String> leaf(Leaf leaf) {
    if (leaf.path().startsWith("with.")
        && INPUTS.contains(leaf.key().toLowerCase(Locale.ROOT))
        && !isToken(leaf)) {
      return Optional.of("the input " + leaf.key());
    }
    if (reach.isEveryWord()
        && leaf.key().equals("options")
        && !HEALTH.matcher(leaf.text()).matches()) {
      return Optional.of("the options " + leaf.text());
    }
    String[] place = leaf.path().split("\\.", -1);
    boolean image = place[0].equals("container") && place.length > 1 && !IMAGE.contains(place[1]);
    boolean service = place[0].equals("services") && place.length > 2 && !IMAGE.contains(place[2]);
    if (reach == Surroundings.BEFORE
        && (leaf.path().equals("container") || leaf.path().equals("container.image"))
        && !leaf.text().matches("[a-z]+(?::[\\w.-]+)?")) {
      return Optional.of("where the packages of the image " + leaf.text() + " come from");
    }
    if (image || service) {
      return Optional.of("its container has " + leaf.path());
    }
    boolean variable = leaf.path().matches("(?:env|with\\.env)\\..*|env");
    boolean strict = reach.isEveryWord() || fixed.isPrepared() || moved.hasVersions();
    if (variable && strict && !VARIABLES.matcher(leaf.key()).matches()) {
      return Optional.of("what reads the variable " + leaf.key() + " is not known");
    }
    Optional<String> read = leaf.expressions().stream()
        .flatMap(e -> PlainExpression.doubt(plain(leaf, e), c -> mayRead(leaf, c)).stream())
        .findFirst()
        .map(what -> leaf.key() + " reads " + what);
    return read.or(() -> namesOld(leaf)
        ? Optional.of(leaf.key() + " names the old version: " + leaf.text().strip())
        : Optional.empty());
  }

  /** What only an account of a service for reports is reached with. */
  private static boolean isToken(Leaf leaf) {
    return leaf.key().endsWith("token") && Expressions.any(leaf.text());
  }

  private String plain(Leaf leaf, String expression) {
    String rest = expression;
    // an edit that moves along with the value is a part of the fix
    boolean along = fixed.deltas().stream()
        .flatMap(delta -> delta.after().stream())
        .anyMatch(value -> value.span().equals(leaf.scalar().span()));
    Set<String> values = along ? Set.of() : moved.values();
    for (String axis : moved.axes()) {
      rest = PlainExpression.withoutComparisons(rest, "matrix." + axis, values);
    }
    if (leaf.key().equals("key") || leaf.key().equals("restore-keys")) {
      rest = rest.replaceAll("hashfiles\\((?:'[^']*'|[ ,])*\\)", "''");
    }
    return rest;
  }

  private boolean mayRead(Leaf leaf, String context) {
    if (context.startsWith("secrets.") || context.equals("github.token")) {
      return leaf.path().startsWith("with.")
          || leaf.path().startsWith("services.")
          || (leaf.path().startsWith("env.") && fixed.isSameCode());
    }
    if (context.startsWith("matrix.")) {
      String axis = context.substring("matrix.".length()).replaceFirst("\\..*", "");
      boolean told =
          TOLD.contains(leaf.key()) && (fixed.movesMachine() || !leaf.path().equals("with.name"));
      return !moved.axes().contains(axis) || told || isVersion(leaf);
    }
    if (context.startsWith("needs.")) {
      return fixed.changed().stream()
          .noneMatch(id -> context.startsWith("needs." + id.toLowerCase(Locale.ROOT) + "."));
    }
    if (context.startsWith("env.")) {
      String name = context.substring("env.".length());
      return !moved.variables().contains(name) || isVersion(leaf) || leaf.key().endsWith("key");
    }
    return ANYWHERE.matcher(context).matches();
  }

  private static boolean isVersion(Leaf leaf) {
    return leaf.path().startsWith("with.") && leaf.key().endsWith("-version");
  }

  private boolean namesOld(Leaf leaf) {
    boolean place = leaf.path().startsWith("strategy.")
        || leaf.path().startsWith("services.")
        || leaf.path().startsWith("container")
        || leaf.key().equals("runs-on")
        || leaf.key().equals("uses")
        || leaf.key().equals("timeout-minutes")
        || leaf.key().contains("version")
        || leaf.key().equals("fetch-depth")
        || leaf.key().equals("retention-days")
        || leaf.key().equals("if");
    return !place
        && moved.versions().matcher(Expressions.literalPart(leaf.text())).find();
  }
}
