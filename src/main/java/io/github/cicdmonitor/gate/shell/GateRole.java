package io.github.cicdmonitor.gate.shell;

import io.github.cicdmonitor.gate.finding.WordLists;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a step, job or command guards: tests, lint, types, build, scan. Told by name and command. */
public enum GateRole {
  // Of two roles that fit the first is told.
  TYPES,
  SCAN,
  TEST,
  LINT,
  BUILD;

  private static final int ENDS_TOO = 4; // letters; shorter stems end too many words
  private static final WordLists WORDS = WordLists.of("roles");
  private static final Set<String> NO_GATE = WORDS.set("no gate");
  private static final Set<String> SCRIPT_RUNNERS = WORDS.set("script runners");
  private static final Set<String> RUN = WORDS.set("run");
  private static final Set<String> PACKAGE_WORK = WORDS.set("package work");
  private static final Set<String> SUBCOMMANDS = WORDS.set("with subcommands");

  private final Pattern stems;
  private final Pattern tools;
  private final Pattern actions;

  GateRole() {
    WordLists words = WordLists.of("roles");
    this.stems = Pattern.compile(words.set(name() + " words").stream()
        .map(stem -> stem + ".*" + (stem.length() >= ENDS_TOO ? "|.*" + stem : ""))
        .collect(Collectors.joining("|")));
    this.tools = words.whole(name() + " tools");
    this.actions = words.whole(name() + " actions");
  }

  public static Optional<GateRole> ofName(String name) {
    List<String> words = List.of(
        name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
    List<String> said = words.stream().filter(w -> !w.isEmpty()).toList();
    if (said.isEmpty() || NO_GATE.contains(said.get(0)) || said.contains("upload")) {
      return Optional.empty();
    }
    for (String word : said) {
      if (word.equals("type") && said.size() > 1) {
        return Optional.of(TYPES);
      }
      Optional<GateRole> role =
          Arrays.stream(values()).filter(r -> r.stems.matcher(word).matches()).findFirst();
      if (role.isPresent()) {
        return role;
      }
    }
    return Optional.empty();
  }

  public static Optional<GateRole> ofAction(String action) {
    return Arrays.stream(values())
        .filter(r -> r.actions.matcher(action).matches())
        .findFirst();
  }

  /** By the words of a command without its wrappers, such as {@code npm run test:unit}. */
  static Optional<GateRole> ofCommand(List<String> argv) {
    if (argv.isEmpty()) {
      return Optional.empty();
    }
    String program = Shell.program(argv.get(0));
    List<String> rest = argv.subList(1, argv.size());
    List<String> plain = rest.stream().filter(w -> !w.startsWith("-")).toList();
    String first = plain.isEmpty() ? "" : plain.get(0).toLowerCase(Locale.ROOT);
    if (SCRIPT_RUNNERS.contains(program)) {
      return ofScript(first, plain);
    }
    if (SUBCOMMANDS.contains(program)) {
      return ofSubcommand(program, plain);
    }
    return switch (program) {
      case "python", "python3", "py", "ruby", "php", "node" -> {
        int module = rest.indexOf("-m") + 1;
        yield module > 0 && module < rest.size()
            ? ofCommand(rest.subList(module, rest.size()))
            : ofName(first);
      }
      default -> ofTool(program);
    };
  }

  private static Optional<GateRole> ofScript(String first, List<String> plain) {
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    if (RUN.contains(first)) {
      List<String> inner = plain.subList(1, plain.size());
      Optional<GateRole> tool = ofCommand(inner);
      return tool.isPresent() || inner.isEmpty() ? tool : ofName(inner.get(0));
    }
    if (PACKAGE_WORK.contains(first)) {
      return Optional.empty();
    }
    if (first.equals("t") || first.equals("tst")) {
      return Optional.of(TEST);
    }
    Optional<GateRole> tool = ofTool(first);
    return tool.isPresent() ? tool : ofName(first);
  }

  private static Optional<GateRole> ofSubcommand(String program, List<String> plain) {
    for (String word : plain) {
      Optional<GateRole> role =
          word.equals("vet") || word.equals("clippy") || word.equals("fmt") || word.equals("credo")
              ? Optional.of(LINT)
              : ofName(word);
      if (role.isPresent()) {
        return role;
      }
    }
    return BUILD.tools.matcher(program).matches() ? Optional.of(BUILD) : Optional.empty();
  }

  private static Optional<GateRole> ofTool(String program) {
    Optional<GateRole> role =
        Arrays.stream(values()).filter(r -> r.tools.matcher(program).matches()).findFirst();
    if (role.isPresent()) {
      return role;
    }
    // ./scripts/run-tests.sh
    return ofName(program.replaceFirst("\\.(?:sh|py|js|ts|rb|pl|ps1|bash)$", ""));
  }
}
