package io.github.cicdmonitor.fixes;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.WorkflowFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All kinds of fix, in the order in which they are tried: the one whose line names its remedy before
 * the one that has to choose.
 */
public final class Catalogue {
  private static final List<Fix> ALL = Stream.of(
          List.of(
              ExecutableBit.INSTANCE,
              new DockerComposePlugin(),
              new ActionMajor(),
              new ActionRefSpelling(),
              new ArchivedDebianSuite(),
              new ArtifactNamePerLeg(),
              new BitnamiLegacy(),
              new BundlerPlatform(),
              new CacheKeyBump(),
              new CmakePolicyMinimum(),
              new CorepackKeys(),
              new DotnetGlobalJson(),
              new ExternallyManagedPython(),
              new FetchRetries(),
              new FileCommand(),
              new FullHistory(),
              new GolangciLintVersion(),
              new GoVersionFile(),
              new HarmlessSetting(),
              new HeapSize(),
              new JavaVersionFromBuild(),
              new JobTimeout(),
              new KubernetesApiVersion(),
              new LockedVersion(),
              new T64Package(),
              new MissingAptUpdate(),
              new NarrowerPermissions(),
              new NodeVersion(),
              new OfficialImagePatch(),
              new PackageManagerVersion(),
              new PlaywrightImage(),
              new QuotedVersion(),
              new PythonVersionOffered(),
              new RequirementPin(),
              new RetiredRunnerLabel(),
              new RubyRelease(),
              new RunnerLabelTypo(),
              new RuntimeVersion(),
              new SafeDirectory(),
              new SetupCache(),
              new SetuptoolsBelow82(),
              new StricterInput(),
              new StricterInstall(),
              new SystemHeader(),
              new XcodeVersion(),
              new PreviousRunnerImage(),
              new MissingTool()),
          LockRefresh.all())
      .flatMap(List::stream)
      .toList();

  private Catalogue() {}

  public static List<Fix> all() {
    return ALL;
  }

  public static Optional<Fix> named(String name) {
    return ALL.stream().filter(fix -> fix.name().equals(name)).findFirst();
  }

  /** A kind of fix that a line asks for. */
  public record Call(Fix fix, int index, List<String> groups) {}

  /**
   * Which kinds the lines of a log ask for, and by which line; each kind for each such line, the
   * operator's own first.
   */
  public static List<Call> called(List<String> lines, List<OperatorFix> own) {
    List<Call> calls = new ArrayList<>();
    List<String> folded =
        lines.stream().map(line -> line.toLowerCase(Locale.ROOT)).toList();
    for (Trigger trigger : triggers(own)) {
      for (int i = 0; i < lines.size(); i++) {
        if (trigger.mayFit(folded.get(i))) {
          Matcher matcher = trigger.pattern().matcher(lines.get(i));
          if (matcher.find()) {
            calls.add(new Call(trigger.fix(), i, groups(matcher)));
          }
        }
      }
    }
    return calls;
  }

  /** @param words a line that fits holds one of them, in lower case; none are known where empty */
  private record Trigger(Fix fix, Pattern pattern, Set<String> words) {
    boolean mayFit(String folded) {
      return words.isEmpty() || words.stream().anyMatch(folded::contains);
    }

    static Stream<Trigger> of(Fix fix) {
      return fix.about().triggers().stream()
          .map(pattern -> new Trigger(fix, pattern, TriggerLiterals.of(pattern.pattern())));
    }
  }

  private static final List<Trigger> TRIGGERS =
      ALL.stream().flatMap(Trigger::of).toList();

  private static List<Trigger> triggers(List<OperatorFix> own) {
    return own.isEmpty()
        ? TRIGGERS
        : Stream.concat(own.stream().flatMap(Trigger::of), TRIGGERS.stream()).toList();
  }

  private static List<Fix> with(List<OperatorFix> own) {
    List<Fix> all = new ArrayList<>(own);
    all.addAll(ALL);
    return all;
  }

  private static String shown(Hunk hunk) {
    return hunk.after().stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(Shown::quoted)
        .orElse("lines are gone");
  }

  private static List<String> groups(Matcher matcher) {
    List<String> groups = new ArrayList<>();
    for (int i = 1; i <= matcher.groupCount(); i++) {
      String group = matcher.group(i);
      groups.add(group == null ? "" : group.strip());
    }
    return groups;
  }

  /**
   * What the catalogue knows of one changed file. Everything that differs is looked at; a file that
   * no reader can read to the end has one difference that nobody claims.
   */
  public static Recognition recognise(ParsedChange parsed, FixEvidence evidence) {
    FileChange change = parsed.change();
    Claims claims = new Claims();
    List<Recognition.Unknown> unknown = new ArrayList<>();
    Optional<WorkflowDiff> diff = Optional.empty();
    if (change.changesMode()) {
      mode(change, claims, unknown);
    }
    if (change.before().isEmpty() || change.after().isEmpty()) {
      unknown.add(new Recognition.Unknown(
          change.path(), 0, change.before().isEmpty() ? "a new file" : "the file is gone"));
    } else if (!change.before().equals(change.after())) {
      diff = texts(parsed, evidence, claims, unknown);
    }
    return new Recognition(claims.recognised(), unknown, diff);
  }

  private static void mode(FileChange change, Claims claims, List<Recognition.Unknown> unknown) {
    if (ExecutableBit.isRight(change)) {
      claims.listenTo(ExecutableBit.INSTANCE);
      claims.claim(
          new Hunk(change.path(), 0, List.of(change.mode()), List.of(change.modeAfter())),
          "the file starts with #! and becomes executable");
    } else {
      unknown.add(new Recognition.Unknown(change.path(), 0, "another mode of the file"));
    }
  }

  private static Optional<WorkflowDiff> texts(
      ParsedChange change, FixEvidence evidence, Claims claims, List<Recognition.Unknown> unknown) {
    boolean yaml = WorkflowFile.isWorkflow(change.path()) || WorkflowFile.isAction(change.path());
    if (!yaml) {
      String before = change.change().before().orElse("");
      String after = change.change().after().orElse("");
      TextDiff diff = TextDiff.of(change.path(), before, after);
      for (Fix fix : with(evidence.own())) {
        claims.listenTo(fix);
        fix.recognise(diff, evidence, claims);
      }
      diff.hunks().stream()
          .filter(hunk -> !claims.isKnown(hunk))
          .forEach(hunk ->
              unknown.add(new Recognition.Unknown(change.path(), hunk.line(), shown(hunk))));
      return Optional.empty();
    }
    Optional<WorkflowDiff> read = WorkflowDiff.of(change);
    if (read.isEmpty()) {
      unknown.add(new Recognition.Unknown(change.path(), 0, "cannot be read before and after"));
      return read;
    }
    WorkflowDiff diff = read.get();
    for (Fix fix : with(evidence.own())) {
      claims.listenTo(fix);
      fix.recognise(diff, evidence, claims);
    }
    Companions.claim(diff, claims);
    diff.deltas().stream()
        .filter(delta -> !claims.isKnown(delta))
        .forEach(delta ->
            unknown.add(new Recognition.Unknown(change.path(), delta.line(), delta.where())));
    return read;
  }
}
