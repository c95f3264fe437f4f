package io.github.cicdmonitor.logs;

import io.github.cicdmonitor.model.StepRole;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells from an action's name, a script or the name of a step what a command is there for. The words
 * are data: {@code roles.txt} beside this class.
 */
final class StepRoles {
  private static final Pattern SEPARATOR = Pattern.compile("&&|\\|\\||;|\\||\\bthen\\b|\\bdo\\b");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=\\S*");
  private static final Pattern ACTION = Pattern.compile("[\\w.-]+/[\\w./-]+@\\S+");
  /** So the runner starts an action that comes as an image: the action is at work, no container. */
  private static final String ACTION_IN_A_CONTAINER = " --workdir /github/workspace ";

  private static final String IMAGE = "docker://";

  private static final StepRoles SHIPPED = read();

  private final Map<String, List<Command>> commands = new HashMap<>();
  private final Map<String, StepRole> actions = new HashMap<>();
  private final List<Glob> globs = new ArrayList<>();
  private final Map<String, StepRole> names = new HashMap<>();
  private final Set<String> wrappers = new HashSet<>();
  private final Set<String> valued = new HashSet<>();
  private final Map<String, Set<String>> runners = new HashMap<>();
  private final Set<String> scriptRunners = new HashSet<>();
  private final Set<String> goals = new HashSet<>();
  private final Set<String> interpreters = new HashSet<>();

  private record Command(List<Set<String>> words, StepRole role) {}

  private record Glob(String part, boolean anywhere, StepRole role) {}

  private StepRoles() {}

  /** Of the header of a step: {@code owner/action@ref}, an image, a command, or the name somebody gave it. */
  static Set<StepRole> ofHeader(String header) {
    String text = header.strip();
    if (text.startsWith(IMAGE)) {
      return ofName(text);
    }
    if (ACTION.matcher(text).matches()) {
      return SHIPPED.action(text.substring(0, text.indexOf('@'))).map(Set::of).orElse(Set.of());
    }
    return ofCommand(text);
  }

  /** Of one line of a script; empty where nothing in it is known. */
  static Set<StepRole> ofCommand(String line) {
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    String text = line.strip();
    if (text.isEmpty()
        || text.startsWith("#")
        || text.startsWith("echo ")
        || text.contains(ACTION_IN_A_CONTAINER)) {
      return roles;
    }
    for (String part : SEPARATOR.split(text, -1)) {
      roles.addAll(SHIPPED.command(part.strip()));
    }
    return roles;
  }

  /** Of the name that people gave a step or a job. */
  static Set<StepRole> ofName(String name) {
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    // Which image an action comes as tells what it does, not that it does something to images.
    for (String word : wordsOf(name.startsWith(IMAGE) ? name.substring(IMAGE.length()) : name)) {
      StepRole role = SHIPPED.names.get(word);
      if (role != null) {
        roles.add(role);
      }
    }
    return roles;
  }

  private Optional<StepRole> action(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    StepRole exact = actions.get(wanted);
    if (exact != null) {
      return Optional.of(exact);
    }
    return globs.stream()
        .filter(g -> g.anywhere() ? wanted.contains(g.part()) : wanted.startsWith(g.part()))
        .map(Glob::role)
        .findFirst();
  }

  private Set<StepRole> command(String text) {
    List<String> words = new ArrayList<>(Arrays.asList(text.split("\\s+", -1)));
    while (!words.isEmpty()
        && (wrappers.contains(words.get(0))
            || ASSIGNMENT.matcher(words.get(0)).matches()
            || words.get(0).startsWith("-"))) {
      if (valued.contains(words.remove(0)) && !words.isEmpty()) {
        words.remove(0);
      }
    }
    if (words.isEmpty() || words.get(0).isEmpty()) {
      return Set.of();
    }
    String program = program(words.get(0));
    words.set(0, program);
    List<String> plain = words.stream().filter(w -> !w.startsWith("-")).toList();
    Set<StepRole> exact = known(program, words, 2);
    if (!exact.isEmpty()) {
      return exact;
    }
    boolean runs =
        words.size() > 2 && runners.getOrDefault(program, Set.of()).contains(words.get(1));
    boolean module =
        words.size() > 2 && program.startsWith("python") && words.get(1).equals("-m");
    if (runs || module) {
      return command(String.join(" ", words.subList(2, words.size())));
    }
    Set<StepRole> known = known(program, plain, 1);
    return known.isEmpty() ? byName(program, plain) : known;
  }

  /** What the entries with the most words that fit say; of a list of goals each may be meant. */
  private Set<StepRole> known(String program, List<String> words, int fewest) {
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    List<Command> entries = commands.getOrDefault(program, List.of());
    int most = fewest;
    for (Command entry : entries) {
      if (fits(entry, words) || (goals.contains(program) && fitsGoal(entry, words))) {
        if (entry.words().size() > most) {
          most = entry.words().size();
          roles.clear();
        }
        if (entry.words().size() == most) {
          roles.add(entry.role());
        }
      }
    }
    return roles;
  }

  private static boolean fits(Command entry, List<String> words) {
    if (words.size() < entry.words().size()) {
      return false;
    }
    for (int i = 0; i < entry.words().size(); i++) {
      if (!entry.words().get(i).contains(words.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fitsGoal(Command entry, List<String> words) {
    return entry.words().size() == 2
        && words.subList(1, words.size()).stream()
            .map(word -> word.substring(word.lastIndexOf(':') + 1))
            .anyMatch(entry.words().get(1)::contains);
  }

  /** {@code npm run build:docs}, {@code make lint}, {@code ./scripts/run-tests.sh}. */
  private Set<StepRole> byName(String program, List<String> words) {
    List<String> named = List.of();
    if (scriptRunners.contains(program) || interpreters.contains(program)) {
      named = words.subList(1, words.size()).stream()
          .filter(w -> !w.equals("run"))
          .limit(goals.contains(program) ? 6 : 2)
          .toList();
    } else if (words.get(0).matches(".*[._-].*")) {
      named = List.of(words.get(0));
    }
    Set<StepRole> roles = EnumSet.noneOf(StepRole.class);
    for (String name : named) {
      String file = name.substring(name.lastIndexOf('/') + 1);
      List<StepRole> told =
          wordsOf(file).stream().map(names::get).filter(Objects::nonNull).toList();
      // What is bootstrapped for a test is the test's; else the first word tells.
      told.stream()
          .skip(file.endsWith("-test") && !told.isEmpty() ? told.size() - 1 : 0)
          .limit(1)
          .forEach(roles::add);
      if (!goals.contains(program) && !roles.isEmpty()) {
        break;
      }
    }
    if (roles.size() > 1) {
      roles.remove(StepRole.CLEANUP);
    }
    return roles;
  }

  private static Set<String> wordsOf(String name) {
    String split = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return new LinkedHashSet<>(Arrays.asList(split.split("[^a-z0-9]+", -1)));
  }

  private static String program(String word) {
    String path = word.replace('\\', '/');
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.replaceFirst("(?i)\\.(?:exe|cmd|bat)$", "").toLowerCase(Locale.ROOT);
  }

  private static StepRoles read() {
    StepRoles roles = new StepRoles();
    try (InputStream in =
        Objects.requireNonNull(StepRoles.class.getResourceAsStream("roles.txt"))) {
      String section = "";
      for (String line :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("[")) {
          section = line.substring(1, line.length() - 1);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          roles.add(section, line.strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return roles;
  }

  private void add(String section, String line) {
    List<String> words = List.of(line.split(" ", -1));
    switch (section) {
      case "wrappers" -> wrappers.addAll(words);
      case "wrapper options" -> valued.addAll(words);
      case "runners" -> runners.put(words.get(0), Set.of(words.get(1).split("\\|", -1)));
      case "script runners" -> scriptRunners.addAll(words);
      case "goals" -> goals.addAll(words);
      case "interpreters" -> interpreters.addAll(words);
      default -> addToRole(section, line);
    }
  }

  private void addToRole(String section, String line) {
    StepRole role = StepRole.valueOf(section.substring(0, section.indexOf(' ')));
    if (section.endsWith("actions")) {
      addAction(line.toLowerCase(Locale.ROOT), role);
    } else if (section.endsWith("names")) {
      Arrays.stream(line.split(" ", -1)).forEach(word -> names.putIfAbsent(word, role));
    } else if (section.endsWith("programs")) {
      Arrays.stream(line.split(" ", -1)).forEach(word -> addCommand(List.of(Set.of(word)), role));
    } else {
      addCommand(
          Arrays.stream(line.split(" ", -1))
              .map(word -> Set.of(word.split("\\|", -1)))
              .toList(),
          role);
    }
  }

  private void addAction(String name, StepRole role) {
    if (name.startsWith("*")) {
      globs.add(new Glob(name.replace("*", ""), true, role));
    } else if (name.endsWith("*")) {
      globs.add(new Glob(name.substring(0, name.length() - 1), false, role));
    } else {
      actions.put(name, role);
    }
  }

  private void addCommand(List<Set<String>> words, StepRole role) {
    for (String program : words.get(0)) {
      commands.computeIfAbsent(program, p -> new ArrayList<>()).add(new Command(words, role));
    }
  }
}
