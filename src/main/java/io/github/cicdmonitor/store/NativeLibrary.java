package io.github.cicdmonitor.store;

import io.github.cicdmonitor.error.MonitorException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite itself, which is machine code in the driver's jar. The driver unpacks it into the temporary
 * folder at each start: processes that start together remove each other's, a folder mounted noexec
 * refuses it, and what was killed leaves it behind. So it is unpacked once, beside the program, and
 * where that folder takes none into the user's cache or beside the state.
 */
final class NativeLibrary {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final String NAME = "libsqlitejdbc-";
  private static final String PATH = "org.sqlite.lib.path";
  private static final String FILE = "org.sqlite.lib.name";

  private static boolean loaded;

  private NativeLibrary() {}

  /** Before the first connection; the state's folder is the last resort. Throws STATE. */
  static synchronized void load(Path state) {
    if (!loaded) {
      Optional<Path> installed =
          installed(System.getProperty(PATH, ""), System.getProperty(FILE, ""));
      if (installed.filter(NativeLibrary::runs).isEmpty()) {
        load(folders(state));
      }
      loaded = true;
    }
  }

  /**
   * The one that the installation unpacked and the launcher names, if nobody else may change it. Then
   * the driver need not look into its jar, nor start a process to learn what system this is.
   */
  static Optional<Path> installed(String folder, String name) {
    if (folder.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path library = Path.of(folder, name).toAbsolutePath();
      return isTrusted(library) ? Optional.of(library) : Optional.empty();
    } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static void load(List<Path> folders) {
    URL packed = resource();
    for (Path folder : folders) {
      Optional<Path> library = unpacked(packed, folder);
      if (library.isPresent() && runs(library.get())) {
        System.setProperty(PATH, folder.toString());
        System.setProperty(FILE, folder.relativize(library.get()).toString());
        System.setProperty("org.sqlite.tmpdir", folder.toString()); // the driver tidies there
        return;
      }
    }
    throw MonitorException.of(
        MonitorException.Kind.STATE,
        "could not load SQLite",
        "none of these folders keeps a file that may be executed: "
            + String.join(", ", folders.stream().map(Path::toString).toList()),
        "Make one of them writable for this user, on a file system without noexec");
  }

  private static boolean runs(Path library) {
    try {
      System.load(library.toString());
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false; // noexec
    }
  }

  private static URL resource() {
    URL packed = JDBC.class.getResource(
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName());
    if (packed == null) {
      throw MonitorException.of(
          MonitorException.Kind.STATE,
          "could not load SQLite",
          "its driver has no library for " + System.getProperty("os.name") + " on "
              + System.getProperty("os.arch"),
          "Run the program on another machine");
    }
    return packed;
  }

  private static List<Path> folders(Path state) {
    Set<Path> folders = new LinkedHashSet<>();
    program().map(folder -> folder.resolve("native")).ifPresent(folders::add);
    String home = System.getProperty("user.home", "");
    if (home.startsWith("/")) {
      folders.add(Path.of(home, ".cache", "cicd-monitor"));
    }
    Optional.ofNullable(state.toAbsolutePath().getParent()).ifPresent(folders::add);
    return new ArrayList<>(folders);
  }

  /** The folder of the program's jar, or of its classes. */
  private static Optional<Path> program() {
    CodeSource source = NativeLibrary.class.getProtectionDomain().getCodeSource();
    try {
      return source == null
          ? Optional.empty()
          : Optional.ofNullable(Path.of(source.getLocation().toURI()).getParent());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Empty where the folder does not take it. Visible to tests. */
  static Optional<Path> unpacked(URL packed, Path folder) {
    try {
      Path file = folder.resolve(NAME + SQLiteJDBCLoader.getVersion() + extension(packed));
      if (isOurs(file, packed)) {
        return Optional.of(file);
      }
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      // Under a name of its own until it is whole: another process may do the same just now.
      Path fresh = Files.createTempFile(
          folder, "." + NAME, ".part", PosixFilePermissions.asFileAttribute(PRIVATE));
      try (InputStream in = packed.openStream()) {
        Files.write(fresh, in.readAllBytes());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      removeOthers(folder, file);
      return isOurs(file, packed) ? Optional.of(file) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static String extension(URL packed) {
    String name = packed.getPath();
    return name.substring(name.lastIndexOf('.'));
  }

  /** Whole as well. */
  private static boolean isOurs(Path file, URL packed) throws IOException {
    return isTrusted(file) && Files.size(file) == packed.openConnection().getContentLengthLong();
  }

  /** Nobody but its owner or root can have changed it. */
  private static boolean isTrusted(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    PosixFileAttributes attributes =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String owner = attributes.owner().getName();
    boolean trusted = owner.equals("root") || owner.equals(System.getProperty("user.name"));
    Set<PosixFilePermission> mode = attributes.permissions();
    return trusted
        && !mode.contains(PosixFilePermission.GROUP_WRITE)
        && !mode.contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Those of earlier versions; a process that uses one keeps it open. */
  private static void removeOthers(Path folder, Path kept) throws IOException {
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(folder, NAME + "*")) {
      for (Path library : libraries) {
        if (!library.equals(kept)) {
          Files.deleteIfExists(library);
        }
      }
    }
  }
}
