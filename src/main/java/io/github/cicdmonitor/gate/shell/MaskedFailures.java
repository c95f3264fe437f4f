package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.shell.Shell.Group;
import io.github.cicdmonitor.gate.shell.Shell.Item;
import io.github.cicdmonitor.gate.shell.Shell.Node;
import io.github.cicdmonitor.gate.shell.Shell.Pipeline;
import io.github.cicdmonitor.gate.shell.Shell.Script;
import io.github.cicdmonitor.gate.shell.Shell.Simple;
import io.github.cicdmonitor.gate.shell.Shell.Word;
import io.github.cicdmonitor.workflow.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whose failure a script lets through. For each command of weight: its words, what it guards, and
 * what swallows its exit status, if anything does.
 */
public final class MaskedFailures {
  private static final WordLists WORDS = WordLists.of("shell");
  private static final Set<String> WEIGHTLESS = WORDS.set("weightless");
  private static final Pattern SKIP =
      Pattern.compile(WORDS.whole("skip").pattern(), Pattern.CASE_INSENSITIVE);
  private static final Set<String> SKIP_WITH_VALUE = WORDS.set("skip with value");
  private static final Set<String> OTHER_OPTIONS = WORDS.set("other options");

  private final boolean pipefail;
  private final List<Command> commands = new ArrayList<>();
  private boolean errexitOff;
  private boolean exitsZero;
  private int loopDepth;
  private boolean loops;

  /**
   * @param words without wrappers such as {@code sudo}
   * @param swallowed by what, empty when its failure fails the step
   */
  public record Command(
      String words,
      Optional<GateRole> role,
      Set<String> skips,
      Optional<String> swallowed,
      int line) {}

  /**
   * @param endsWell something ends the script with success whatever happened
   * @param loops holds a loop, which may repeat a command until it passes
   */
  public record Reading(List<Command> commands, boolean endsWell, boolean loops) {
    boolean masks(Command command) {
      return command.swallowed().isPresent() || endsWell;
    }
  }

  private MaskedFailures(boolean pipefail) {
    this.pipefail = pipefail;
  }

  /**
   * @param pipefail the step's shell already fails when any part of a pipe does; a boolean, as
   *     {@code set -o pipefail} is in the shell
   */
  public static Reading read(Script script, boolean pipefail) {
    boolean[] set = {pipefail};
    script.eachCommand(c -> {
      if (c.argv().size() > 1
          && c.argv().get(0).equals("set")
          && c.argv().contains("pipefail")
          && c.argv().stream().noneMatch(w -> w.startsWith("+"))) {
        set[0] = true;
      }
    });
    MaskedFailures masks = new MaskedFailures(set[0]);
    masks.items(script.items(), Optional.empty());
    return new Reading(List.copyOf(masks.commands), masks.exitsZero, masks.loops);
  }

  private void items(List<Item> items, Optional<String> swallowed) {
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      Optional<String> by = item.background() ? Optional.of("&") : swallowed;
      // "npm test; true": harmless under -e, but not every shell has that on
      exitsZero |= i > 0 && swallowed.isEmpty() && isTrue(item) && !commands.isEmpty();
      int last = item.pipelines().size() - (loopDepth > 0 && leavesOnSuccess(item) ? 1 : 0);
      for (int p = 0; p < last; p++) {
        pipeline(item.pipelines().get(p), by.isPresent() ? by : alternative(item, p));
      }
    }
  }

  /** {@code fetch && exit 0} inside a loop: the way a repetition ends when it was good. */
  private static boolean leavesOnSuccess(Item item) {
    int size = item.pipelines().size();
    return size == 2
        && item.operators().get(0).equals("&&")
        && leavesWell(new Item(List.of(item.pipelines().get(1)), List.of(), false))
        && item.pipelines().get(0).parts().get(0) instanceof Simple first
        && !first.argv().isEmpty()
        && !WEIGHTLESS.contains(Shell.program(first.argv().get(0)));
  }

  private static boolean isTrue(Item item) {
    return item.operators().isEmpty()
        && item.pipelines().get(0).parts().get(0) instanceof Simple simple
        && simple.argv().size() == 1
        && (simple.argv().get(0).equals("true") || simple.argv().get(0).equals(":"));
  }

  /** What a failure of the p-th pipeline leads to, unless that fails as well. */
  private static Optional<String> alternative(Item item, int p) {
    for (int next = p; next < item.operators().size(); next++) {
      if (item.operators().get(next).equals("||")) {
        Pipeline other = item.pipelines().get(next + 1);
        return alwaysFails(other) ? Optional.empty() : Optional.of("|| " + describe(other));
      }
    }
    return Optional.empty();
  }

  private static boolean alwaysFails(Pipeline pipeline) {
    Node last = pipeline.parts().get(pipeline.parts().size() - 1);
    if (pipeline.negated()) {
      return false;
    }
    if (last instanceof Group group) {
      return (group.kind().equals("{") || group.kind().equals("(")) && endsInFailure(group.body());
    }
    List<String> argv = ((Simple) last).argv();
    if (argv.isEmpty()) {
      return false;
    }
    return argv.get(0).equals("false")
        || ((argv.get(0).equals("exit") || argv.get(0).equals("return"))
            && argv.size() == 2
            && argv.get(1).matches("[1-9][0-9]{0,2}|\\$\\{\\?\\}"));
  }

  private static boolean endsInFailure(List<Item> body) {
    List<Item> real = body.stream().filter(i -> !i.pipelines().isEmpty()).toList();
    if (real.isEmpty()) {
      return false;
    }
    Item last = real.get(real.size() - 1);
    return !last.background()
        && last.operators().isEmpty()
        && alwaysFails(last.pipelines().get(0))
        // nothing before it may leave the script well
        && real.stream().noneMatch(MaskedFailures::leavesWell);
  }

  private static boolean leavesWell(Item item) {
    boolean[] found = {false};
    new Script(List.of(item), List.of()).eachCommand(c -> {
      List<String> argv = c.argv();
      found[0] |= !argv.isEmpty()
          && argv.get(0).equals("exit")
          && (argv.size() == 1 || argv.get(1).equals("0"));
    });
    return found[0];
  }

  private static String describe(Pipeline pipeline) {
    Node node = pipeline.parts().get(0);
    return node instanceof Simple s
        ? Shown.quoted(String.join(" ", s.argv()))
        : ((Group) node).kind() + " … ";
  }

  private void pipeline(Pipeline pipeline, Optional<String> swallowed) {
    int size = pipeline.parts().size();
    for (int i = 0; i < size; i++) {
      Optional<String> by = swallowed;
      if (pipeline.negated()) {
        by = Optional.of("!");
      } else if (by.isEmpty() && i < size - 1 && !pipefail) {
        by = Optional.of("a pipe");
      }
      node(pipeline.parts().get(i), by);
    }
  }

  private void node(Node node, Optional<String> swallowed) {
    if (node instanceof Group group) {
      group(group, swallowed);
    } else {
      simple((Simple) node, swallowed);
    }
  }

  private void group(Group group, Optional<String> swallowed) {
    loops |= Set.of("for", "while", "until", "select").contains(group.kind());
    boolean untilGood = group.kind().equals("until") && !leavesEarly(group.body());
    Optional<String> condition = swallowed.isPresent() || untilGood || failsSomewhere(group.body())
        ? swallowed
        : Optional.of("a condition of " + group.kind());
    items(group.condition(), condition);
    boolean loop = Set.of("for", "while", "until").contains(group.kind());
    loopDepth += loop ? 1 : 0;
    items(group.body(), group.kind().equals("function") ? Optional.of("a function") : swallowed);
    loopDepth -= loop ? 1 : 0;
  }

  private static boolean leavesEarly(List<Item> body) {
    boolean[] found = {false};
    new Script(body, List.of()).eachCommand(c -> {
      List<String> argv = c.argv();
      found[0] |= !argv.isEmpty() && Set.of("break", "exit", "return").contains(argv.get(0));
    });
    return found[0];
  }

  private static boolean failsSomewhere(List<Item> body) {
    return body.stream()
        .anyMatch(item -> item.pipelines().stream().anyMatch(MaskedFailures::alwaysFails)
            || item.pipelines().stream()
                .flatMap(p -> p.parts().stream())
                .anyMatch(n -> n instanceof Group g && failsSomewhere(g.body())));
  }

  private void simple(Simple simple, Optional<String> swallowed) {
    for (Word word : simple.words()) {
      word.inner().forEach(list -> items(list, Optional.of("a substitution")));
    }
    List<Word> unwrapped = Interpreters.unwrapped(simple.arguments());
    List<String> argv = unwrapped.stream().map(Word::text).toList();
    if (argv.isEmpty()) {
      return;
    }
    watchState(argv);
    String program = Shell.program(argv.get(0));
    if (WEIGHTLESS.contains(program)) {
      return;
    }
    Optional<String> by = swallowed.isPresent() || !errexitOff ? swallowed : Optional.of("set +e");
    commands.add(new Command(
        String.join(" ", argv), GateRole.ofCommand(argv), skips(simple, argv), by, simple.line()));
    // bash -c 'npm test || true'
    for (int i = 1; i + 1 < argv.size(); i++) {
      if (Interpreters.isInterpreter(program) && argv.get(i).matches("-[a-z]*c")) {
        Reading inner = read(ShellReader.read(argv.get(i + 1), simple.line()), pipefail);
        commands.addAll(inner.commands());
        exitsZero |= inner.endsWell();
      }
    }
  }

  private void watchState(List<String> argv) {
    String program = argv.get(0);
    if (program.equals("set") && argv.size() > 1) {
      String flags = argv.get(1);
      boolean errexit = argv.contains("errexit") || flags.matches("[-+][a-z]*e[a-z]*");
      if (errexit) {
        errexitOff = flags.startsWith("+");
      }
    } else if (program.equals("exit") && (argv.size() == 1 || argv.get(1).equals("0"))) {
      exitsZero = true;
    } else if (program.equals("trap") && argv.size() > 1) {
      exitsZero |= argv.get(1).matches("(?s).*(?:exit(?:\\s+0)?\\s*;?\\s*$|exit 0|true).*");
    } else if (program.equals("kill") || (program.equals("exec") && argv.contains("true"))) {
      exitsZero = true;
    }
  }

  private static Set<String> skips(Simple simple, List<String> argv) {
    Set<String> skips = new TreeSet<>();
    for (int i = 1; i < argv.size(); i++) {
      String word = argv.get(i);
      if (SKIP.matcher(word).matches()) {
        skips.add(
            i + 1 < argv.size() && word.indexOf('=') < 0 ? word + " " + argv.get(i + 1) : word);
      } else if (SKIP_WITH_VALUE.contains(word)
          && i + 1 < argv.size()
          && !OTHER_OPTIONS.contains(Shell.program(argv.get(i - 1)))) {
        skips.add(word + " " + argv.get(i + 1));
      } else if (word.matches("!.*|.*[!~]\\[.*")) {
        skips.add(word);
      }
    }
    for (Word assignment : simple.assignments()) {
      if (WORDS.anyIn("skip variables", assignment.text().toLowerCase(Locale.ROOT))) {
        skips.add(assignment.text());
      }
    }
    return skips;
  }
}
