package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.shell.RunChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.StrictYaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A Dockerfile before and after, instruction by instruction. */
public final class DockerfileChange {
  /**
   * @param line of the file, on which it begins
   */
  private record Instruction(String name, String text, int line) {}

  private DockerfileChange() {}

  public static void compare(
      String before, String after, RepositoryFacts facts, FileFindings found) {
    WorkflowPlace place = new WorkflowPlace(found, facts, "", WorkflowPlace.Guard.ORDINARY);
    List<Instruction> old = instructions(before, found);
    List<Instruction> now = instructions(after, found);
    List<Instruction> gone = new ArrayList<>(old);
    List<Instruction> added = new ArrayList<>();
    for (Instruction instruction : now) {
      boolean known = gone.removeIf(new Once(instruction)::matches);
      if (!known) {
        added.add(instruction);
      }
    }
    if (gone.isEmpty() && added.isEmpty() && !sameOrder(old, now)) {
      found.add(ChangeKind.K8, 1, "the order of the instructions");
    }
    for (Instruction instruction : added) {
      Instruction replaced = gone.stream()
          .filter(g -> g.name().equals(instruction.name()))
          .findFirst()
          .orElse(new Instruction("", "", 0));
      gone.remove(replaced);
      instruction(replaced.text(), instruction, stages(now), place);
    }
    gone.forEach(
        g -> found.add(ChangeKind.K23, 0, "gone: " + Shown.quoted(g.name() + " " + g.text())));
  }

  private static final class Once {
    private final Instruction wanted;
    private boolean done;

    Once(Instruction wanted) {
      this.wanted = wanted;
    }

    boolean matches(Instruction other) {
      if (done || !other.name().equals(wanted.name()) || !other.text().equals(wanted.text())) {
        return false;
      }
      done = true;
      return true;
    }
  }

  private static boolean sameOrder(List<Instruction> a, List<Instruction> b) {
    return a.stream()
        .map(Instruction::text)
        .toList()
        .equals(b.stream().map(Instruction::text).toList());
  }

  private static Set<String> stages(List<Instruction> all) {
    Set<String> stages = new HashSet<>();
    for (Instruction instruction : all) {
      String[] words = instruction.text().split("\\s+", -1);
      for (int i = 1; i + 1 < words.length; i++) {
        if (instruction.name().equals("FROM") && words[i].equalsIgnoreCase("as")) {
          stages.add(words[i + 1].toLowerCase(Locale.ROOT));
        }
      }
    }
    return stages;
  }

  private static void instruction(
      String before, Instruction now, Set<String> stages, WorkflowPlace place) {
    boolean isNew = before.isEmpty();
    String what = now.name() + " " + Shown.quoted(now.text());
    switch (now.name()) {
      case "FROM" -> from(before, now, stages, place);
      case "RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK", "SHELL", "ONBUILD" -> {
        if (isNew) {
          place.add(ChangeKind.K9, now.line(), what);
          RunChange.hardRules("", command(now.text()), now.line(), place);
        } else {
          RunChange.edited(command(before), command(now.text()), now.line(), false, place);
        }
      }
      case "ENV", "ARG" -> {
        String[] pair = now.text().split("[=\\s]+", 2);
        boolean version = pair.length == 2
            && before.startsWith(pair[0])
            && Literals.isVersionName(pair[0])
            && Literals.isVersion(pair[1]);
        place.add(version ? ChangeKind.K6 : ChangeKind.K14, now.line(), what);
      }
      case "ADD" -> {
        place.add(ChangeKind.K23, now.line(), what);
        if (now.text().matches("(?s).*(?:https?|git)(?:://|@).*")) {
          place.add(ChangeKind.K15, now.line(), "a file from elsewhere");
        }
      }
      case "EXPOSE", "LABEL", "MAINTAINER" -> place.add(ChangeKind.K6, now.line(), what);
      default -> place.add(ChangeKind.K23, now.line(), what);
    }
  }

  private static void from(
      String before, Instruction now, Set<String> stages, WorkflowPlace place) {
    String old = image(before);
    String image = image(now.text());
    if (before.isEmpty()) {
      boolean stage = stages.contains(image.toLowerCase(Locale.ROOT));
      place.add(
          stage ? ChangeKind.K23 : ChangeKind.K15, now.line(), "FROM " + Shown.quoted(now.text()));
    } else {
      if (!before.replace(old, "").equals(now.text().replace(image, ""))) {
        place.add(ChangeKind.K23, now.line(), "platform or name of a stage");
      }
      ImageChange.compare(old, image, now.line(), place);
    }
  }

  private static String image(String text) {
    for (String word : text.split("\\s+", -1)) {
      if (!word.startsWith("--")) {
        return word;
      }
    }
    return "";
  }

  /** {@code ["sh", "-c", "…"]} as the shell would see it. */
  private static String command(String text) {
    String plain = text.replaceFirst("^(?:--\\S+\\s+)+", "");
    if (!plain.startsWith("[")) {
      return plain;
    }
    try {
      return StrictYaml.readJson(plain)
          .sequence()
          .map(s -> String.join(
              " ",
              s.items().stream()
                  .map(i -> "'" + i.toString().replace("'", "'\\''") + "'")
                  .toList()))
          .orElse(plain);
    } catch (StrictYaml.Refused e) {
      return plain;
    }
  }

  private static List<Instruction> instructions(String text, FileFindings found) {
    List<Instruction> all = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int start = 1;
    int number = 0;
    for (String row : text.split("\n", -1)) {
      number++;
      String line = row.strip();
      if (line.startsWith("#")) {
        if (line.matches("(?i)#\\s*(?:syntax|escape|check)\\s*=.*")) {
          all.add(new Instruction("#", line, number));
        }
        continue;
      }
      if (line.isEmpty() && current.isEmpty()) {
        continue;
      }
      if (current.isEmpty()) {
        start = number;
      }
      if (line.endsWith("\\")) {
        current.append(line, 0, line.length() - 1).append(' ');
        continue;
      }
      current.append(line);
      if (line.contains("<<")) {
        found.ask("a here-document in a Dockerfile");
      }
      add(all, current.toString(), start);
      current.setLength(0);
    }
    add(all, current.toString(), start);
    return all;
  }

  private static void add(List<Instruction> all, String text, int line) {
    String plain = text.strip();
    if (!plain.isEmpty()) {
      String[] parts = plain.split("\\s+", 2);
      all.add(new Instruction(
          parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1].strip() : "", line));
    }
  }
}
