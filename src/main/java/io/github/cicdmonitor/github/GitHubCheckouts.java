package io.github.cicdmonitor.github;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.forge.Checkouts;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.remote.HttpError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Checkouts from GitHub's zip archives, which need no git and bring no history. */
public final class GitHubCheckouts implements Checkouts {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?");
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final GitHubApi api;
  private final Storage storage;
  private final ZipLimits limits;

  public GitHubCheckouts(GitHubApi api) {
    this(api, ZipLimits.DEFAULT);
  }

  GitHubCheckouts(GitHubApi api, ZipLimits limits) {
    this.api = api;
    this.storage = new Storage(api, "the archive");
    this.limits = limits;
  }

  @Override
  public void fetch(RepositoryName repository, String commit, Path into) {
    String what = "could not check out " + repository;
    if (!COMMIT.matcher(commit).matches()) {
      throw api.refused(what, "its commit has no usable id");
    }
    Path zip = into.resolveSibling(into.getFileName() + ".zip");
    HttpUrl url = api.url(repository, "zipball", commit).build();
    try {
      Optional<Path> loaded =
          api.reading(what, () -> GitHubApi.unlessGone(() -> download(url, zip)));
      if (loaded.isEmpty()) {
        throw api.refused(what, "its commit " + commit + " is gone");
      }
      new ZipArchive(zip, limits).unpack(into);
    } catch (ZipArchive.Refused e) {
      throw api.refused(what, "its archive was not unpacked, " + e.reason());
    } catch (UnwritableDisk | IOException e) {
      throw MonitorException.of(
          MonitorException.Kind.UNAVAILABLE,
          what,
          "its files could not be written beside the state file",
          "Make room there");
    } finally {
      delete(zip);
    }
  }

  /** Tells our disk from their network. */
  private static final class UnwritableDisk extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnwritableDisk(IOException cause) {
      super(cause);
    }
  }

  private Path download(HttpUrl url, Path zip) {
    try (InputStream in = storage.open(url);
        OutputStream out = create(zip)) {
      copy(in, out);
      return zip;
    } catch (IOException e) {
      throw HttpError.network(e);
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException {
    long start = System.nanoTime();
    byte[] chunk = new byte[64 * 1024];
    long count = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      count += read;
      if (count > limits.archiveBytes()) {
        throw api.refused(
            "could not check out a repository",
            "its archive is larger than " + limits.archiveBytes() / (1 << 20) + " MiB");
      }
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new InterruptedIOException("too slow");
      }
      write(out, chunk, read);
    }
  }

  private static OutputStream create(Path zip) {
    try {
      return Files.newOutputStream(zip, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UnwritableDisk(e);
    }
  }

  private static void write(OutputStream out, byte[] chunk, int length) {
    try {
      out.write(chunk, 0, length);
    } catch (IOException e) {
      throw new UnwritableDisk(e);
    }
  }

  private static void delete(Path zip) {
    try {
      Files.deleteIfExists(zip);
    } catch (IOException e) {
      // It goes with the folder it stands in.
    }
  }
}
