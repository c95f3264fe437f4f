package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.fixes.Delta;
import io.github.cicdmonitor.fixes.Recognition;
import io.github.cicdmonitor.fixes.Surroundings;
import io.github.cicdmonitor.fixes.WorkflowDiff;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.PlainScript;
import io.github.cicdmonitor.gate.workflow.ClosedWorld.Leaf;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job, as a fix leaves it, of which every part is on a short list: keys, actions with their inputs,
 * commands one after the other, conditions on what the fix does not touch.
 */
final class KnownJob {
  static final WordLists WORDS = WordLists.of("known");
  private static final Set<String> NAMES = WORDS.set("names");
  private static final Set<String> TARGETS = WORDS.set("targets");
  private static final Set<String> RESULTS = WORDS.set("results");
  private static final Pattern VARIABLES = WORDS.whole("variables");
  private static final Pattern USUAL = WORDS.whole("actions that prepare nothing");
  private static final Set<String> INPUTS = WORDS.set("inputs that ask");
  private static final Set<String> OPTIONS = WORDS.set("options");
  private static final List<Pattern> PREPARES = WORDS.patterns("preparing commands");
  private static final Pattern DEPENDENCIES = WORDS.whole("caches of dependencies");
  private static final Pattern HEALTH = Pattern.compile(
      "(?:\\s*--health-[a-z-]+(?:[= ](?:\"[^\"]*\"|[^\\s-]\\S*))?(?: -[A-Za-z]+ \\w+)*)*\\s*");
  private static final Set<String> IMAGE =
      Set.of("image", "env", "ports", "options", "credentials");
  private static final Set<String> RUNNERS = Set.of("ubuntu", "windows", "macos");
  private static final Map<String, Pattern> LANGUAGES = Map.of(
      "/setup-node", Pattern.compile("(?:npm|npx|node|pnpm|yarn|corepack)\\b"),
      "/setup-python",
          Pattern.compile("(?:pip3?|python3?|pytest|tox|mypy|ruff|black|flake8|poetry)\\b"),
      "/setup-java", Pattern.compile("(?:\\./)?(?:mvnw?|gradlew?)\\b"),
      "/setup-go", Pattern.compile("go\\b"),
      "/setup-dotnet", Pattern.compile("dotnet\\b"),
      "/setup-ruby", Pattern.compile("(?:bundle|rake|ruby|gem)\\b"));
  // by names that another program may give otherwise
  private static final Pattern CONTAINERS =
      Pattern.compile("(?:sudo )?(?:docker(?! compose | build )|podman).*");
  private static final Pattern AXIS =
      Pattern.compile("\\$\\{\\{ *matrix\\.([A-Za-z_][\\w-]*) *\\}\\}");
  private static final Pattern HOSTED = Pattern.compile(
      "(?:ubuntu|windows|macos)-(?:latest|[0-9]+(?:\\.[0-9]+)?)(?:-arm|-intel|-vs[0-9]+)?");
  private static final Pattern STAY = WORDS.whole("inputs that stay");
  private static final Pattern JUDGES = WORDS.whole("actions that judge");
  private static final Set<String> SAME_MAJORS = WORDS.set("majors that mean the same");
  private static final Pattern REPORTS = WORDS.whole("actions that report");
  private static final Pattern ACTIONS = WORDS.whole("actions");
  private static final Set<String> SHELLS = Set.of("bash", "sh", "pwsh", "powershell", "cmd");

  /** Keys whose text may tell a value that the fix changes, and does nothing by it. */
  private static final Set<String> TOLD = Set.of("runs-on", "name", "key", "restore-keys");

  private static final Pattern ANYWHERE = Pattern.compile(
      "github\\.[\\w.-]+|runner\\.(?:os|arch|temp|tool_cache|workspace|debug)|matrix\\.[\\w.-]+|inputs\\.[\\w-]+"
          + "|vars\\.[\\w-]+|strategy\\.job-(?:index|total)|job\\.services\\.[\\w.-]+");

  private final WorkflowFile file;
  private final Job job;
  private final List<Delta> deltas;
  private final Set<String> changed;
  private final Moved moved;
  private final Surroundings reach;

  /** Whether only what GitHub refuses to run gives way to what GitHub offers in its place. */
  private final boolean sameCode;

  private final boolean refused;

  private final boolean takesMemory;

  /** @param changed ids of the jobs that the fix changes */
  KnownJob(
      WorkflowDiff diff,
      Job job,
      List<Delta> deltas,
      Set<String> changed,
      Recognition recognition) {
    this.file = diff.after();
    this.reach = recognition.surroundings();
    this.sameCode = recognition.fixes().stream()
            .allMatch(fix -> fix.fix().equals("action-major") && !fix.newCode())
        // who has a token may ask GitHub for artifacts, which another major keeps another way
        && deltas.stream().noneMatch(d -> d.textAfter().contains("-artifact@"));
    this.refused = recognition.fixes().stream()
        .filter(fix -> fix.fix().equals("action-major"))
        .allMatch(fix -> fix.surroundings() == Surroundings.PLAIN);
    this.takesMemory = recognition.fixes().stream().anyMatch(fix -> fix.fix().equals("heap-size"));
    this.job = job;
    this.deltas = deltas;
    this.changed = changed;
    this.moved = Moved.of(deltas);
  }

  /** The first part that is not understood. */
  Optional<String> doubt() {
    List<Mapping> steps = job.steps();
    int last = reach == Surroundings.BEFORE ? lastChanged(steps) + 1 : steps.size();
    return keys()
        .or(this::rights)
        .or(this::runner)
        .or(() -> names(job.id() + " " + job.body().text("name").orElse("")))
        .or(() -> oldIn(job.id() + " " + job.body().text("name").orElse("") + " " + title()))
        .or(() -> reach.isEveryWord()
            ? names(title())
                .or(() -> Leaf.of(job.matrix()).stream()
                    .flatMap(leaf -> names(leaf.key() + " " + leaf.text()).stream())
                    .findFirst())
            : Optional.empty())
        .or(this::leg)
        .or(this::memory)
        .or(this::shared)
        .or(() -> steps.subList(0, last).stream().flatMap(s -> step(s).stream()).findFirst())
        .or(() -> machine(steps))
        .or(() -> reach == Surroundings.CHOSEN
            ? ChosenSetting.doubt(file, job)
            : Optional.empty())
        .or(() -> isPrepared() ? prepared(steps) : Optional.empty());
  }

  /** A larger heap is taken from what runs beside it on the machine. */
  private Optional<String> memory() {
    return takesMemory && !job.body().sub("services").entries().isEmpty()
        ? Optional.of("how much memory its services take is not known")
        : Optional.empty();
  }

  /** A leg that is listed one by one must not say that it is there for what moves. */
  private Optional<String> leg() {
    return job.matrix().get("include").flatMap(Yaml::sequence).stream()
        .flatMap(list -> list.items().stream())
        .map(Leaf::of)
        .filter(leg -> leg.stream().anyMatch(leaf -> moved.values().contains(leaf.text())))
        .flatMap(List::stream)
        .flatMap(leaf -> names(leaf.text()).stream())
        .findFirst();
  }

  private Optional<String> oldIn(String name) {
    return moved.versions().matcher(Expressions.literalPart(name)).find()
        ? Optional.of("it is called by the old version: " + name.strip())
        : Optional.empty();
  }

  /** What the workflow is called, as a file and to people. */
  private String title() {
    String name = file.path().substring(file.path().lastIndexOf('/') + 1);
    return name.replaceFirst("\\.ya?ml$", "") + " " + file.root().text("name").orElse("");
  }

  private boolean isPrepared() {
    return reach == Surroundings.BEFORE
        || reach == Surroundings.PREPARED
        || (reach.isEveryWord() && deltas.stream().anyMatch(d -> d.isInStep("run")));
  }

  /**
   * Where another machine takes the place of one that still runs, each command is of a language that
   * a step sets up; and what is built is built in an image of its own.
   */
  private Optional<String> machine(List<Mapping> steps) {
    if (!movesMachine()) {
      return Optional.empty();
    }
    List<String> all = steps.stream()
        .flatMap(step -> step.text("run").stream())
        .flatMap(script -> commands(script).stream())
        .toList();
    boolean own = job.body().get("container").isPresent()
        || all.stream().anyMatch(command -> command.contains("cibuildwheel"));
    if (handsOn() && !own) {
      return Optional.of("it hands on what another machine would build");
    }
    String setup = steps.stream()
        .flatMap(step -> step.text("uses").stream())
        .map(uses -> uses.toLowerCase(Locale.ROOT).replaceFirst("@.*", ""))
        .collect(Collectors.joining(" "));
    return !reach.isEveryWord()
        ? Optional.empty()
        : all.stream()
            .filter(command -> LANGUAGES.entrySet().stream()
                .noneMatch(language -> setup.contains(language.getKey())
                    && language.getValue().matcher(command).lookingAt()))
            .findFirst()
            .map(command -> "the machine may decide what this does: " + command);
  }

  /** Nothing in front of a changed command but what fetches and installs from the usual places. */
  private Optional<String> prepared(List<Mapping> steps) {
    List<String> commands = new ArrayList<>();
    for (Mapping step : steps.subList(0, lastChanged(steps) + 1)) {
      List<String> own = step.text("run").map(KnownJob::commands).orElse(List.of());
      Optional<List<String>> old = deltas.stream()
          .filter(d -> d.isInStep("run") && isOf(d, step))
          .findFirst()
          .map(d -> commands(d.textBefore()));
      int same = 0;
      while (old.isPresent()
          && same < own.size()
          && same < old.get().size()
          && own.get(same).equals(old.get().get(same))) {
        same++;
      }
      commands.addAll(own.subList(0, old.isPresent() ? same : own.size()));
    }
    int next = lastChanged(steps) + 1;
    if (next < steps.size() && steps.get(next).get("continue-on-error").isPresent()) {
      return Optional.of("what comes next may fail");
    }
    Optional<String> other = steps.subList(0, next).stream()
        .flatMap(step -> step.text("uses").stream())
        .filter(uses -> !isUsual(uses))
        .findFirst();
    if (other.isPresent()) {
      return Optional.of("what comes before may prepare it: " + other.get());
    }
    return commands.stream()
        .filter(command -> PREPARES.stream().noneMatch(p -> p.matcher(command).matches()))
        .findFirst()
        .map(command -> "what comes before may prepare it: " + command);
  }

  private static boolean isUsual(String uses) {
    return USUAL.matcher(uses.replaceFirst("@.*", "").toLowerCase(Locale.ROOT)).matches();
  }

  private static List<String> commands(String script) {
    return PlainScript.commands(
        Expressions.literalPart(script).replace('\u0001', PlainScript.EXPRESSION));
  }

  private static boolean isOf(Delta delta, Mapping step) {
    return delta.step().filter(s -> s.after().span().equals(step.span())).isPresent();
  }

  /** A machine of GitHub's own that costs what the others cost. */
  private Optional<String> runner() {
    List<Leaf> labels = job.body().get("runs-on").map(Leaf::of).orElse(List.of());
    if (labels.size() != 1) {
      return Optional.of("it runs on another machine than GitHub's own");
    }
    String label = labels.get(0).text();
    Matcher axis = AXIS.matcher(label);
    List<String> all = axis.matches()
        ? Leaf.of(job.matrix()).stream()
            .filter(leaf -> leaf.key().equalsIgnoreCase(axis.group(1)))
            .map(Leaf::text)
            .toList()
        : List.of(label);
    return all.isEmpty() || !all.stream().allMatch(l -> HOSTED.matcher(l).matches())
        ? Optional.of("it runs on " + label)
        : Optional.empty();
  }

  private int lastChanged(List<Mapping> steps) {
    int last = -1;
    for (int i = 0; i < steps.size(); i++) {
      Mapping step = steps.get(i);
      boolean here = deltas.stream()
          .flatMap(delta -> delta.step().stream())
          .anyMatch(s -> s.after().span().equals(step.span()));
      last = here ? i : last;
    }
    return last;
  }

  private Optional<String> keys() {
    return job.body().entries().keySet().stream()
        .filter(key -> !WORDS.set("job keys").contains(key))
        .filter(key ->
            !key.equals("continue-on-error") || !job.body().text(key).equals(Optional.of("false")))
        .findFirst()
        .map(key -> "it has " + key)
        .or(() ->
            job.body().get("strategy").filter(s -> !isLiteral(s)).map(s -> "its matrix is made"));
  }

  private static boolean isLiteral(Yaml strategy) {
    return strategy.mapping().isPresent()
        && Leaf.of(strategy).stream().noneMatch(leaf -> Expressions.any(leaf.text()));
  }

  private Optional<String> rights() {
    Permissions own = Permissions.of(job.body().get("permissions"));
    Permissions effective = own.kind() == Permissions.Kind.DEFAULT
        ? Permissions.of(file.root().get("permissions"))
        : own;
    Set<String> scopes = effective.written();
    return scopes.stream()
        .filter(scope -> !WORDS.set("scopes that may write").contains(scope))
        .findFirst()
        .map(scope -> "it may write " + scope);
  }

  /** What it is called must not be what the value is there for. */
  private static Optional<String> names(String name) {
    return words(name, NAMES);
  }

  private static Optional<String> words(String name, Set<String> known) {
    return Stream.of(Expressions.literalPart(name).split("[^A-Za-z]+|(?<=[a-z])(?=[A-Z])"))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty() && !known.contains(word))
        .findFirst()
        .map(word -> "what " + word + " means in its name is not known");
  }

  /** Everything of it but its steps, and what the workflow gives to each job. */
  private Optional<String> shared() {
    Optional<String> shell = shell(file.root().sub("defaults").sub("run"))
        .or(() -> shell(job.body().sub("defaults").sub("run")));
    return shell.or(() -> Stream.concat(
            job.body().entries().keySet().stream()
                .filter(key -> !key.equals("steps"))
                .flatMap(key -> leaves(job.body(), key)),
            leaves(file.root(), "env"))
        .flatMap(leaf -> leaf(leaf).stream())
        .findFirst());
  }

  private static Stream<Leaf> leaves(Mapping of, String key) {
    return of.get(key).stream()
        .flatMap(value -> Leaf.of(value).stream())
        .map(leaf -> new Leaf(
            leaf.path().isEmpty() ? key : leaf.key(),
            leaf.path().isEmpty() ? key : key + "." + leaf.path(),
            leaf.scalar()));
  }

  private static Optional<String> shell(Mapping with) {
    return with.text("shell")
        .filter(shell -> !SHELLS.contains(shell))
        .map(shell -> "the shell " + shell);
  }

  private Optional<String> step(Mapping step) {
    boolean here = deltas.stream()
        .flatMap(delta -> delta.step().stream())
        .anyMatch(s -> s.after().span().equals(step.span()));
    Optional<String> key = step.entries().keySet().stream()
        .filter(k -> !WORDS.set("step keys").contains(k))
        .findFirst();
    boolean soft =
        step.text("continue-on-error").filter(t -> !t.equals("false")).isPresent();
    boolean known = step.text("uses").map(KnownJob::isKnown).orElse(true);
    Optional<Delta> uses =
        deltas.stream().filter(d -> isOf(d, step) && d.isInStep("uses")).findFirst();
    Optional<String> input = uses.filter(KnownJob::isOtherMajor)
        .flatMap(d -> step.sub("with").entries().keySet().stream()
            .filter(name -> !STAY.matcher(name.toLowerCase(Locale.ROOT)).matches())
            .findFirst());
    if (input.isPresent()) {
      return Optional.of("what the input " + input.get() + " means in that major is not known");
    }
    if (uses.filter(d -> isOtherMajor(d) && !refused && !meansTheSame(d)).isPresent()) {
      return Optional.of("what that major of " + step.text("uses").orElse("") + " does otherwise");
    }
    if (uses.filter(d -> isOtherMajor(d) && isQuiet(step)).isPresent()) {
      return Optional.of(
          "another major of " + step.text("uses").orElse("") + " may report nothing, unseen");
    }
    if (uses.filter(d -> isOtherMajor(d) && judges(d)).isPresent()) {
      return Optional.of(
          "another major of " + step.text("uses").orElse("") + " finds other things");
    }
    if (key.isPresent() || (soft && (here || reach.isEveryWord())) || !known) {
      return Optional.of("step " + title(step) + " is not understood");
    }
    boolean rights = deltas.stream()
        .anyMatch(d ->
            d.keys().contains("permissions") || d.keys().contains("fetch-depth") || setsDepth(d));
    if (rights && step.text("uses").filter(action -> !isUsual(action)).isPresent()) {
      return Optional.of("step " + title(step) + " may look at what changes");
    }
    return shell(step)
        .or(() -> here && !isCommand(step) ? names(step.text("name").orElse("")) : Optional.empty())
        .or(() -> Leaf.of(step).stream().flatMap(leaf -> leaf(leaf).stream()).findFirst())
        .or(() -> step.text("run").flatMap(this::script))
        .or(() -> kept(step));
  }

  /** Whether a checkout gets another depth, and so other files to be looked at. */
  private static boolean setsDepth(Delta delta) {
    return delta.after().map(value -> value.toString().contains("fetch-depth")).orElse(false)
        && delta.before().isEmpty();
  }

  /** Each major between the two is on the list, and the action's program has what it needs to run. */
  private boolean meansTheSame(Delta uses) {
    String name = uses.textAfter().replaceFirst("@.*", "").toLowerCase(Locale.ROOT);
    int from = Version.majorsBetween("v0", ref(uses.textBefore()));
    int to = Version.majorsBetween("v0", ref(uses.textAfter()));
    return job.body().get("container").isEmpty()
        && SAME_MAJORS.stream()
            .map(row -> row.split("[@-]", -1))
            .filter(row -> String.join("-", List.of(row).subList(0, row.length - 2)).equals(name))
            .anyMatch(row -> Integer.parseInt(row[row.length - 2]) <= from
                && to <= Integer.parseInt(row[row.length - 1]));
  }

  private static boolean isQuiet(Mapping step) {
    return REPORTS
            .matcher(step.text("uses").orElse("").replaceFirst("@.*", "").toLowerCase(Locale.ROOT))
            .matches()
        && !step.sub("with").text("fail_ci_if_error").equals(Optional.of("true"));
  }

  private static boolean judges(Delta uses) {
    return JUDGES
        .matcher(uses.textAfter().replaceFirst("@.*", "").toLowerCase(Locale.ROOT))
        .matches();
  }

  private static boolean isOtherMajor(Delta uses) {
    return Version.majorsBetween(ref(uses.textBefore()), ref(uses.textAfter())) != 0;
  }

  private static String ref(String uses) {
    return uses.substring(uses.indexOf('@') + 1);
  }

  /** Whether nothing but the spelling of a command changes in that step. */
  private boolean isCommand(Mapping step) {
    return deltas.stream()
        .filter(d -> d.step().filter(s -> s.after().span().equals(step.span())).isPresent())
        .allMatch(d -> d.isInStep("run"));
  }

  private static boolean isKnown(String uses) {
    return ACTIONS
        .matcher(uses.replaceFirst("@.*", "").toLowerCase(Locale.ROOT))
        .matches();
  }

  static String title(Mapping step) {
    return step.text("name")
        .or(() -> step.text("uses"))
        .or(() -> step.text("run"))
        .orElse("?")
        .lines()
        .findFirst()
        .orElse("?");
  }

  private Optional<String> script(String script) {
    Optional<String> named = deltas.stream()
        .filter(d -> d.keys().stream().anyMatch(k -> k.endsWith("-file")))
        .map(d -> d.textAfter().replaceFirst("^.*/", ""))
        .filter(name -> !name.isEmpty() && script.contains(name))
        .findFirst();
    if (named.isPresent()) {
      return Optional.of("a command handles " + named.get());
    }
    return commands(script).stream()
        .filter(command -> !PlainScript.isPlain(command)
            || (reach == Surroundings.PREPARED && CONTAINERS.matcher(command).matches())
            || (reach.isEveryWord() && command.indexOf(PlainScript.EXPRESSION) >= 0)
            || ((reach.isEveryWord() || reach == Surroundings.PREPARED || wakes() || handsOn())
                && !PlainScript.isKnown(command, TARGETS, OPTIONS)))
        .findFirst()
        .map(command ->
            "this command is not understood: " + command.replace(PlainScript.EXPRESSION, '…'));
  }

  /** Whether what another machine builds may get to others. */
  private boolean handsOn() {
    return moved.hasVersions()
        && job.steps().stream()
            .filter(step -> step.text("uses").orElse("").startsWith("actions/upload-artifact"))
            .anyMatch(step -> words(contents(step), RESULTS).isPresent());
  }

  private static String contents(Mapping upload) {
    return upload.sub("with").text("name").orElse("") + " "
        + upload.sub("with").text("path").orElse("");
  }

  /** A job that got no machine has not run for long, and may do what nobody expects any more. */
  private boolean wakes() {
    return deltas.stream().anyMatch(d -> d.isInJob("runs-on")) || movesMachine();
  }

  private boolean movesMachine() {
    return deltas.stream()
        .anyMatch(
            d -> d.step().isEmpty() && RUNNERS.contains(d.textBefore().replaceFirst("-.*", "")));
  }

  /** What a cache or an artifact holds must not be made by what moves, or be what moves. */
  private Optional<String> kept(Mapping step) {
    String action = step.text("uses").orElse("").replaceFirst("@.*", "");
    Mapping with = step.sub("with");
    List<String> paths = with.text("path").orElse("").lines().map(String::strip).toList();
    boolean cache = action.startsWith("actions/cache");
    boolean key = deltas.stream().anyMatch(d -> isOf(d, step) && d.keys().contains("key"));
    boolean fetched = job.steps().stream()
        .flatMap(s -> s.text("run").stream())
        .flatMap(script -> commands(script).stream())
        .anyMatch(PlainScript::fetches);
    boolean hashed = with.text("key").orElse("").contains("hashFiles(");
    if (cache && isPrepared() && paths.stream().anyMatch(p -> p.startsWith("/"))) {
      return Optional.of("the cache holds " + paths);
    }
    if (cache && key && !(fetched && hashed)) {
      return Optional.of("nothing says that what the cache holds is made anew");
    }
    if (cache && (key || moved.hasVersions())) {
      return paths.stream()
          .filter(p -> !DEPENDENCIES.matcher(p).matches() || (!key && !p.startsWith("~/")))
          .findFirst()
          .map(p -> "the cache holds " + p);
    }
    boolean upload = action.equals("actions/upload-artifact");
    if (upload && paths.stream().noneMatch(path -> path.matches(".*[A-Za-z].*"))) {
      return Optional.of("it keeps the whole checkout");
    }
    return upload && reach.isEveryWord() ? words(contents(step), moved.hasVersions() ? RESULTS : NAMES) : Optional.empty();
  }

  private Optional<String> leaf(Leaf leaf) {
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
    boolean strict = reach.isEveryWord() || isPrepared() || moved.hasVersions();
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
    boolean along = deltas.stream()
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
          || (leaf.path().startsWith("env.") && sameCode);
    }
    if (context.startsWith("matrix.")) {
      String axis = context.substring("matrix.".length()).replaceFirst("\\..*", "");
      boolean told = TOLD.contains(leaf.key())
          && (movesMachine() || !leaf.path().equals("with.name"));
      return !moved.axes().contains(axis) || told || isVersion(leaf);
    }
    if (context.startsWith("needs.")) {
      return changed.stream()
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
