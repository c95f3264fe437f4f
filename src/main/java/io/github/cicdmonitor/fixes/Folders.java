package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.WorkflowFile;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folders of the repository in which the steps of a job run, and which files are there. */
public final class Folders {
  /** A folder that a command goes to, or a file of one that it is told to read. */
  private static final Pattern NAMED = Pattern.compile(
      "(?:\\bcd|-C|--(?:prefix|cwd|directory)[ =]) *([\\w./-]+)|-f +([\\w.-]+(?:/[\\w.-]+)+)");

  private Folders() {}

  /** Literal ones, without a slash at the end; the root, which is empty, is always one. */
  static Set<String> of(WorkflowFile file, WorkflowFile.Job job) {
    Set<String> folders = new LinkedHashSet<>();
    folders.add("");
    add(folders, file.root().sub("defaults").sub("run").text("working-directory"));
    add(folders, job.body().sub("defaults").sub("run").text("working-directory"));
    for (Mapping step : job.steps()) {
      add(folders, step.text("working-directory"));
      Matcher named = NAMED.matcher(step.text("run").orElse(""));
      while (named.find()) {
        String folder = named.group(1) == null ? parent(named.group(2)) : named.group(1);
        add(folders, Optional.of(folder));
      }
    }
    return folders;
  }

  private static void add(Set<String> folders, Optional<String> folder) {
    folder
        .filter(text -> !Expressions.any(text))
        .map(Folders::plain)
        .filter(text -> !text.startsWith("/") && !text.contains(".."))
        .ifPresent(folders::add);
  }

  /** {@code ./a/} is {@code a}. */
  public static String plain(String path) {
    String plain = path.strip();
    while (plain.startsWith("./")) {
      plain = plain.substring(2);
    }
    while (plain.endsWith("/")) {
      plain = plain.substring(0, plain.length() - 1);
    }
    return plain.equals(".") ? "" : plain;
  }

  /** The path of a file in a folder, both as {@link #plain} writes them. */
  public static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  /** The folder that a path is in; empty for the root. */
  public static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  /**
   * Whether the repository's files are at the root of the workspace when the step runs: an earlier
   * step of the job checked this very repository out there.
   */
  static boolean areCheckedOutBefore(Mapping step, WorkflowFile.Job job) {
    boolean there = false;
    for (Mapping earlier : job.steps()) {
      if (earlier.span().equals(step.span())) {
        return there;
      }
      Mapping with = earlier.sub("with");
      boolean plain = with.get("path").isEmpty()
          && with.get("repository").isEmpty()
          && with.get("ref").isEmpty()
          && with.get("sparse-checkout").isEmpty()
          && earlier.get("if").isEmpty();
      // a later checkout at the root takes the place of what was there
      if (Steps.uses(earlier, "actions/checkout") && with.get("path").isEmpty()) {
        there = plain;
      }
    }
    return false;
  }
}
