package io.github.cicdmonitor.gate.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cicdmonitor.fixes.FilesWanted;
import io.github.cicdmonitor.fixes.Folders;
import io.github.cicdmonitor.gate.shell.PlainScript;
import io.github.cicdmonitor.workflow.WorkflowFile.Job;
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
 * file that the job names and that is not at hand is not there ({@code fixes.FilesWanted} asks for
 * each), and then the command fails.
 */
final class OwnScripts {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int DEEPEST = 6;
  private static final Pattern MAKE = Pattern.compile("make((?: -[a-z]+[0-9]*| [a-z][\\w.-]*)*)");
  private static final Pattern PACKAGE = Pattern.compile(
      "(?:npm|pnpm|yarn|bun)(?: --silent| -s)?( run(?:-script)?)?(?: ([a-z][\\w:.-]*))?(| .*)");
  private static final Pattern ELSEWHERE = Pattern.compile(
      ".* (?:--prefix|--cwd|--dir|--filter|--workspaces?|--recursive|-w|-ws|-r|-C|-F|workspaces?)\\b.*");
  private static final Pattern SCRIPT = Pattern.compile(
      "(?:(?:sudo )?(?:ba|da|z)?sh )?(?:\\./)?(" + FilesWanted.SCRIPT_PATH + ")(?: .*)?");
  // programs whose commands stand in a file that is not followed
  private static final Pattern OTHERS = Pattern.compile(
      "(?:make|npm|pnpm|yarn|bun|tox|nox|rake|bundle exec rake|just|task|invoke|grunt|gulp)(?: .*)?"
          + "|(?:python3?|node|ruby|perl|php|deno|bun|Rscript|pwsh)(?: -\\S+| run)* [\\w./-]+\\.[a-zA-Z]+.*");
  private static final Pattern RULE = Pattern.compile("([\\w.-]+):((?: [\\w.-]+)*)\\s*(?:#.*)?");
  private static final Set<String> INSTALLS = Set.of("ci", "i", "install");
  private static final List<String> WITH_INSTALL =
      List.of("preinstall", "install", "postinstall", "preprepare", "prepare", "postprepare");

  private final Map<String, String> files;
  private final Set<String> seen = new HashSet<>();

  OwnScripts(Map<String, String> files) {
    this.files = files;
  }

  /** The first command of a job of which it is not understood what it runs. */
  Optional<String> doubt(Job job) {
    String usual =
        job.body().sub("defaults").sub("run").text("working-directory").orElse("");
    for (Mapping step : job.steps()) {
      String folder = step.text("working-directory").orElse(usual);
      for (String command : FixedJob.commands(step.text("run").orElse(""))) {
        if (command.startsWith("cd ")) {
          folder = join(folder, command.substring(3));
        }
        Optional<String> doubt = follow(command, folder, 0);
        if (doubt.isPresent()) {
          return doubt;
        }
      }
    }
    return Optional.empty();
  }

  private static String join(String folder, String name) {
    return Folders.join(Folders.plain(folder), Folders.plain(name));
  }

  private Optional<String> follow(String command, String folder, int depth) {
    Matcher make = MAKE.matcher(command);
    if (make.matches()) {
      return FilesWanted.MAKEFILES.stream()
          .map(name -> join(folder, name))
          .filter(files::containsKey)
          .findFirst()
          .flatMap(path -> targets(make.group(1), path, depth));
    }
    Matcher named = PACKAGE.matcher(command);
    if (named.matches() && !ELSEWHERE.matcher(command).matches()) {
      String manifest = join(folder, "package.json");
      String name = named.group(2) == null ? "install" : named.group(2);
      boolean installs = named.group(1) == null && INSTALLS.contains(name);
      return files.containsKey(manifest)
          ? scripts(installs ? WITH_INSTALL : around(name), manifest, depth)
          : Optional.empty();
    }
    if (OTHERS.matcher(command).matches()) {
      return Optional.of("what of the repository this runs is not known: " + command);
    }
    Matcher script = SCRIPT.matcher(command);
    String path = script.matches() ? join(folder, script.group(1)) : "";
    return files.containsKey(path)
        ? all(files.getOrDefault(path, ""), path, depth)
        : Optional.empty();
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
    return missing || !plain || command.startsWith("cd ") || depth > DEEPEST
        ? Optional.of("what " + where + " does is not understood: " + command)
        : follow(command, Folders.parent(where), depth);
  }

  private static List<String> around(String name) {
    String script = name.equals("t") ? "test" : name;
    return List.of("pre" + script, script, "post" + script);
  }

  private Optional<String> scripts(List<String> names, String manifest, int depth) {
    JsonNode all;
    try {
      all = JSON.readTree(files.getOrDefault(manifest, "")).path("scripts");
    } catch (JsonProcessingException e) {
      return Optional.of(manifest + " cannot be read");
    }
    return names.stream()
        .filter(script -> all.has(script) && seen.add(manifest + " " + script))
        .flatMap(script -> all(all.path(script).asText(), manifest, depth).stream())
        .findFirst();
  }

  /** Only rules with commands in them; where a Makefile has anything else, a person decides. */
  private Optional<String> targets(String wanted, String path, int depth) {
    List<String> lines = files
        .getOrDefault(path, "")
        .replaceAll("\\\\\\r?\\n[ \\t]*", " ")
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith(".PHONY:"))
        .toList();
    Optional<String> other = lines.stream()
        .filter(line -> !line.startsWith("\t") && !RULE.matcher(line).matches())
        .findFirst();
    if (other.isPresent()) {
      return Optional.of(
          "what " + path + " decides by is not understood: " + other.get().strip());
    }
    List<String> todo = new ArrayList<>(Stream.of(wanted.strip().split(" +", -1))
        .filter(word -> !word.isEmpty() && !word.startsWith("-"))
        .toList());
    if (todo.isEmpty()) {
      lines.stream().limit(1).map(line -> line.replaceFirst(":.*", "")).forEach(todo::add);
    }
    for (int i = 0; i < todo.size(); i++) {
      String at = "";
      for (String line : lines) {
        Matcher rule = RULE.matcher(line);
        if (rule.matches()) {
          at = rule.group(1);
          if (at.equals(todo.get(i))) {
            Stream.of(rule.group(2).strip().split(" +", -1))
                .filter(next -> !next.isEmpty() && !todo.contains(next))
                .forEach(todo::add);
          }
        } else if (at.equals(todo.get(i))) {
          Optional<String> doubt = all(line.strip().replaceFirst("^@", ""), path, depth);
          if (doubt.isPresent()) {
            return doubt;
          }
        }
      }
    }
    return Optional.empty();
  }
}
