package io.github.cicdmonitor.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A configuration to begin with, and the file of secrets beside it. Nothing is ever overwritten. */
public record NewConfiguration(
    List<RepositoryName> repositories, String branch, int pollingMinutes) {
  /** The secrets that the program takes, in the order in which they are asked for. */
  public static final List<String> SECRETS =
      List.of("GITHUB_TOKEN", "SLACK_BOT_TOKEN", "OPENROUTER_API_KEY");

  public NewConfiguration {
    repositories = List.copyOf(repositories);
  }

  /** Whether it can be watched: the name of a branch, or a glob. */
  public static boolean isBranch(String text) {
    return TextRule.BRANCH.fits().test(text);
  }

  /** What became of a file. */
  public enum Outcome {
    WRITTEN,
    KEPT
  }

  /** {@code config.json} with the keys that must be there, and the channels of {@code slack-app}. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("risk_threshold", 5);
    root.putArray("protected_repositories");
    ObjectNode channels = root.putObject("slack_channels");
    for (NoticeChannel channel : NoticeChannel.values()) {
      channels.put(channel.key(), channel.suggested());
    }
    root.put("approval_timeout_hours", 24);
    root.put("polling_interval_minutes", pollingMinutes);
    ArrayNode list = root.putArray("repositories");
    for (RepositoryName each : repositories) {
      list.addObject().put("owner", each.owner()).put("name", each.name()).put("branch", branch);
    }
    return root;
  }

  /**
   * Writes it.
   *
   * @throws MonitorException NO if there is a file of that name already
   */
  public void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw MonitorException.of(
          MonitorException.Kind.NO,
          "wrote nothing",
          file + " is there already",
          "Edit it, or name another file with --config");
    } catch (IOException e) {
      throw unwritable(file);
    }
  }

  /** Writes {@code .env}, mode 0600, with the secrets that {@code variables} have; keeps one there is. */
  public static Outcome writeSecrets(Path file, Map<String, String> variables) {
    StringBuilder text =
        new StringBuilder("# Secrets of cicd-monitor; keep this file to yourself.\n");
    for (String name : SECRETS) {
      String value = variables.getOrDefault(name, "").strip();
      text.append(value.isEmpty() ? "# " : "")
          .append(name)
          .append('=')
          .append(value)
          .append('\n');
    }
    FileAttribute<?> mine =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try {
      Files.createFile(file, mine);
      Files.writeString(file, text);
      return Outcome.WRITTEN;
    } catch (FileAlreadyExistsException e) {
      return Outcome.KEPT;
    } catch (IOException e) {
      throw unwritable(file);
    }
  }

  private static MonitorException unwritable(Path file) {
    return MonitorException.of(
        MonitorException.Kind.USAGE,
        "could not write " + file,
        "its folder is not there or not writable",
        "Make the folder, or name another file with --config");
  }
}
