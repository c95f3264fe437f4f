package io.github.cicdmonitor.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** One repository's blobs, trees and commits, named as git names them: SHA-1 over "type length NUL content". */
final class GitObjects {
  /** A line of a tree; {@code mode} as in GitHub's API, six digits. */
  record Entry(String mode, String name, String sha) {
    boolean isTree() {
      return mode.equals("040000");
    }

    String type() {
      return isTree() ? "tree" : mode.equals("160000") ? "commit" : "blob";
    }
  }

  /** A file of a whole tree, without its path. */
  record GitFile(String mode, String sha) {
    static final String PLAIN = "100644";
    static final String SYMLINK = "120000";
  }

  /** Author or committer. */
  record Identity(String name, String email, Instant at) {
    static Identity of(String login, Instant at) {
      return new Identity(login, login + "@users.noreply.github.com", at);
    }

    @Override
    public String toString() {
      return name + " <" + email + "> " + at.getEpochSecond() + " +0000";
    }
  }

  /** A commit; {@code message} exactly as hashed. */
  record Commit(
      String tree, List<String> parents, Identity author, Identity committer, String message) {}

  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, List<Entry>> trees = new ConcurrentHashMap<>();
  private final Map<String, Commit> commits = new ConcurrentHashMap<>();

  String addBlob(byte[] content) {
    String sha = hash("blob", content);
    blobs.put(sha, content);
    return sha;
  }

  String addTree(List<Entry> entries) {
    List<Entry> sorted = new ArrayList<>(entries);
    // Git sorts a folder as if its name ended in a slash.
    sorted.sort(Comparator.comparing(e -> e.isTree() ? e.name() + "/" : e.name()));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (Entry entry : sorted) {
      String mode = entry.isTree() ? "40000" : entry.mode();
      content.writeBytes((mode + " " + entry.name() + "\0").getBytes(StandardCharsets.UTF_8));
      content.writeBytes(HexFormat.of().parseHex(entry.sha()));
    }
    String sha = hash("tree", content.toByteArray());
    trees.put(sha, List.copyOf(sorted));
    return sha;
  }

  String addCommit(Commit commit) {
    StringBuilder text = new StringBuilder("tree " + commit.tree() + "\n");
    commit.parents().forEach(parent -> text.append("parent ").append(parent).append('\n'));
    text.append("author ").append(commit.author()).append('\n');
    text.append("committer ").append(commit.committer()).append("\n\n");
    text.append(commit.message());
    String sha = hash("commit", text.toString().getBytes(StandardCharsets.UTF_8));
    commits.put(sha, commit);
    return sha;
  }

  Optional<byte[]> blob(String sha) {
    return Optional.ofNullable(blobs.get(sha));
  }

  Optional<List<Entry>> tree(String sha) {
    return Optional.ofNullable(trees.get(sha));
  }

  Optional<Commit> commit(String sha) {
    return Optional.ofNullable(commits.get(sha));
  }

  /** The one commit whose id begins so. */
  Optional<String> commitBeginning(String prefix) {
    List<String> found =
        commits.keySet().stream().filter(sha -> sha.startsWith(prefix)).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** All files of a tree by path, folders entered. */
  NavigableMap<String, GitFile> files(String tree) {
    NavigableMap<String, GitFile> files = new TreeMap<>();
    collect(tree, "", files);
    return files;
  }

  private void collect(String tree, String folder, Map<String, GitFile> files) {
    for (Entry entry : trees.getOrDefault(tree, List.of())) {
      String path = folder + entry.name();
      if (entry.isTree()) {
        collect(entry.sha(), path + "/", files);
      } else {
        files.put(path, new GitFile(entry.mode(), entry.sha()));
      }
    }
  }

  /** The folders of a tree by path, for recursive listings. */
  NavigableMap<String, String> folders(String tree) {
    NavigableMap<String, String> folders = new TreeMap<>();
    collectFolders(tree, "", folders);
    return folders;
  }

  private void collectFolders(String tree, String folder, Map<String, String> folders) {
    for (Entry entry : trees.getOrDefault(tree, List.of())) {
      if (entry.isTree()) {
        folders.put(folder + entry.name(), entry.sha());
        collectFolders(entry.sha(), folder + entry.name() + "/", folders);
      }
    }
  }

  /** Builds the trees for these files, the way back from {@link #files}. */
  String addFiles(Map<String, GitFile> files) {
    Map<String, Map<String, GitFile>> folders = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    files.forEach((path, file) -> {
      int slash = path.indexOf('/');
      if (slash < 0) {
        entries.add(new Entry(file.mode(), path, file.sha()));
      } else {
        folders
            .computeIfAbsent(path.substring(0, slash), folder -> new TreeMap<>())
            .put(path.substring(slash + 1), file);
      }
    });
    folders.forEach((name, inside) -> entries.add(new Entry("040000", name, addFiles(inside))));
    return addTree(entries);
  }

  /** The commit and all that it grew from, nearest first. */
  Set<String> history(String commit) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(commit));
    while (!next.isEmpty()) {
      String sha = next.removeFirst();
      if (seen.add(sha)) {
        next.addAll(commit(sha).map(Commit::parents).orElse(List.of()));
      }
    }
    return seen;
  }

  Optional<String> mergeBase(String one, String other) {
    Set<String> ours = history(one);
    return history(other).stream().filter(ours::contains).findFirst();
  }

  static String hash(String type, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update((type + " " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
