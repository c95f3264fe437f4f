package io.github.cicdmonitor.gate.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cicdmonitor.gate.shell.PlainScript;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the commands of a job run of the repository's own: targets of a Makefile, scripts of
 * package.json, shell scripts. A job is only understood where these are made of known commands too. A
 * file of the first two that is not at hand is not there, see {@code FilesWanted}; then the command
 * fails.
 */
final class OwnScripts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEEPEST = 6;
  private static final Pattern MAKE = Pattern.compile("make((?: -[a-z]+[0-9]*| [a-z][\\w.-]*)*)");
  private static final Pattern PACKAGE = Pattern.compile(
      "(?:npm|pnpm|yarn|bun) (?:(?:--silent|-s) )?(?:run(?:-script)? )?([a-z][\\w:.-]*)(?: .*)?");
  private static final Pattern SCRIPT = Pattern.compile(
      "(?:(?:sudo )?(?:ba|da|z)?sh )?(?:\\./)?((?:[\\w-]+/)*[\\w.-]+\\.(?:ba)?sh|(?:[\\w-]+/)+[\\w-]+)(?: .*)?");
  private static final Pattern RULE = Pattern.compile("([\\w.-]+):((?: [\\w.-]+)*)\\s*(?:#.*)?");
  private static final Set<String> INSTALLS = Set.of("ci", "i", "install");
  private static final List<String> WITH_INSTALL = List.of(
      "preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare");

  private final Map<String, String> files;
  private final Set<String> seen = new HashSet<>();

  OwnScripts(Map<String, String> files) {
    this.files = files;
  }

  /** The first command of a job of which it is not understood what it runs. */
  Optional<String> doubt(List<Mapping> steps) {
    return steps.stream()
        .flatMap(step -> step.text("run").stream())
        .flatMap(script -> FixedJob.commands(script).stream())
        .flatMap(command -> follow(command, 0).stream())
        .findFirst();
  }

  private Optional<String> follow(String command, int depth) {
    if (depth > DEEPEST) {
      return Optional.of("what runs is too deep: " + command);
    }
    Matcher make = MAKE.matcher(command);
    if (make.matches()) {
      return Stream.of("GNUmakefile", "makefile", "Makefile")
          .filter(files::containsKey)
          .findFirst()
          .flatMap(path -> targets(make.group(1), files.getOrDefault(path, ""), depth));
    }
    Matcher named = PACKAGE.matcher(command);
    if (named.matches() && files.containsKey("package.json")) {
      return scripts(named.group(1), depth);
    }
    Matcher script = SCRIPT.matcher(command);
    if (script.matches() && files.containsKey(script.group(1))) {
      return all(files.getOrDefault(script.group(1), ""), script.group(1), depth);
    }
    return Optional.empty();
  }

  private Optional<String> all(String text, String where, int depth) {
    return PlainScript.commands(text).stream()
        .flatMap(command -> known(command, where, depth + 1).stream())
        .findFirst();
  }

  /** A command in a file of the repository, which nobody else has looked at. */
  private Optional<String> known(String command, String where, int depth) {
    Matcher script = SCRIPT.matcher(command);
    boolean missing = script.matches() && !files.containsKey(script.group(1));
    boolean plain = PlainScript.isPlain(command)
        && PlainScript.isKnown(command, KnownScripts.TARGETS, KnownScripts.OPTIONS);
    return missing || !plain
        ? Optional.of("what " + where + " does is not understood: " + command)
        : follow(command, depth);
  }

  private Optional<String> scripts(String name, int depth) {
    JsonNode all;
    try {
      all = JSON.readTree(files.getOrDefault("package.json", "")).path("scripts");
    } catch (JsonProcessingException e) {
      return Optional.of("package.json cannot be read");
    }
    List<String> names = INSTALLS.contains(name)
        ? WITH_INSTALL
        : List.of("pre" + name, name.equals("t") ? "test" : name, "post" + name);
    return names.stream()
        .filter(script -> all.has(script) && seen.add("package.json " + script))
        .flatMap(script ->
            all(all.path(script).asText(), script + " of package.json", depth).stream())
        .findFirst();
  }

  /** Only rules with commands in them; variables, conditions and the like are not followed. */
  private Optional<String> targets(String wanted, String makefile, int depth) {
    List<String> todo = new ArrayList<>(Stream.of(wanted.strip().split(" +"))
        .filter(word -> !word.isEmpty() && !word.startsWith("-"))
        .toList());
    String at = "";
    boolean first = todo.isEmpty();
    Set<String> recipes = new HashSet<>();
    for (int round = 0; round <= DEEPEST; round++) {
      at = "";
      for (String line : makefile.replaceAll("\\\\\\r?\\n[ \\t]*", " ").lines().toList()) {
        Matcher rule = RULE.matcher(line);
        if (rule.matches()) {
          at = rule.group(1);
          if (first && !at.startsWith(".")) {
            todo.add(at);
            first = false;
          }
          if (todo.contains(at)) {
            todo.addAll(Stream.of(rule.group(2).strip().split(" +")).toList());
          }
        } else if (line.startsWith("\t")) {
          String recipe = line.strip().replaceFirst("^@", "");
          if (todo.contains(at) && recipes.add(recipe)) {
            Optional<String> doubt = all(recipe, "the Makefile", depth);
            if (doubt.isPresent()) {
              return doubt;
            }
          }
        } else if (!line.isBlank() && !line.startsWith("#") && !line.startsWith(".PHONY:")) {
          return Optional.of("what the Makefile decides by: " + line.strip());
        }
      }
    }
    return Optional.empty();
  }
}
