package io.github.cicdmonitor.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Installation tokens of a GitHub App between two starts, so that a start a few minutes after the last
 * one asks for none. They stand in a file of the user's cache folder, for its owner only, and not beside
 * or in the state: a state is copied, kept in a branch or on a server for others, and a token is nobody
 * else's; whatever clears a cache may clear this. A file that is not ours alone, or not what we have
 * written, is as good as none, and what cannot be written is asked for again: nothing is ever said
 * about it.
 */
public final class KeptTokens {
  private static final Set<PosixFilePermission> FOR_US =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(FOR_US);
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int MOST_BYTES = 1 << 20;

  /** An installation's token lives for an hour; what says that it lives longer was not given by GitHub. */
  private static final Duration LONGEST = Duration.ofMinutes(65);

  private final Path folder;

  /** @param folder made where it is missing */
  public KeptTokens(Path folder) {
    this.folder = folder;
  }

  /** @param expiry when GitHub takes it no longer */
  record Token(String value, Instant expiry, String permissions) {}

  /**
   * Those that may still be used, by owner in lower case.
   *
   * @param of stands for the App, its key and the API: tokens of another are not found
   */
  Map<String, Token> find(String of, Instant now) {
    Map<String, Token> found = new HashMap<>();
    try {
      JsonNode all = Json.parse(read(file(of)));
      all.path("tokens").properties().forEach(entry -> {
        JsonNode node = entry.getValue();
        Token token = new Token(
            node.path("token").asText(),
            Instant.ofEpochSecond(node.path("expires").asLong()),
            node.path("permissions").asText());
        if (isToken(token.value())
            && now.isBefore(token.expiry())
            && token.expiry().isBefore(now.plus(LONGEST))) {
          found.put(entry.getKey(), token);
        }
      });
    } catch (IOException | RuntimeException e) {
      return Map.of(); // none, or not ours
    }
    return found;
  }

  /** In place of what was kept before; by another name first, so that nobody reads half of it. */
  void keep(String of, Map<String, Token> tokens) {
    ObjectNode document = Json.MAPPER.createObjectNode();
    ObjectNode all = document.putObject("tokens");
    tokens.forEach((owner, token) -> all.putObject(owner)
        .put("token", token.value())
        .put("expires", token.expiry().getEpochSecond())
        .put("permissions", token.permissions()));
    try {
      Files.createDirectories(folder, FOLDER);
      Path fresh = Files.createTempFile(folder, "tokens", "", FILE);
      try {
        Files.writeString(fresh, document.toString());
        Files.move(fresh, file(of), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The next start asks for one.
    }
  }

  private Path file(String of) {
    return folder.resolve("github-app-" + CredentialFingerprint.of(of) + ".json");
  }

  /** Opened without following a link, and looked at before it is read. */
  private static byte[] read(Path file) throws IOException {
    PosixFileAttributes is =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String us = System.getProperty("user.name");
    if (!is.isRegularFile()
        || is.size() > MOST_BYTES
        || !is.permissions().equals(FOR_US)
        || !is.owner().getName().equals(us)) {
      throw new IOException("not a file of ours alone");
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return Channels.newInputStream(channel).readNBytes(MOST_BYTES);
    }
  }

  static boolean isToken(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> ' ' < c && c <= '~');
  }

  @Override
  public String toString() {
    return "KeptTokens[" + folder + "]";
  }
}
