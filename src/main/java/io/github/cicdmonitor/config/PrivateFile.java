package io.github.cicdmonitor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Whether a file that holds a secret is its owner's alone. */
final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
      PosixFilePermission.OWNER_READ,
      PosixFilePermission.OWNER_WRITE,
      PosixFilePermission.OWNER_EXECUTE);

  private PrivateFile() {}

  /** Notes a mode that lets others in, or an owner who could change the file under us. */
  static void check(Path file, String name, Mistakes mistakes) {
    PosixFileAttributes attributes;
    try {
      attributes = Files.readAttributes(file, PosixFileAttributes.class);
    } catch (IOException | UnsupportedOperationException e) {
      // No modes here (Windows, some mounts), so none that could be too wide.
      return;
    }
    if (!OWNER_ONLY.containsAll(attributes.permissions())) {
      mistakes.add(
          name,
          "holds a secret but others may read or change it (mode "
              + octal(attributes.permissions())
              + "). Run: chmod 600 "
              + shellWord(name));
    }
    String me = System.getProperty("user.name", "?");
    if (!me.equals("?") && !attributes.owner().getName().equals(me)) {
      mistakes.add(
          name,
          "holds a secret but belongs to "
              + Mistakes.quoted(attributes.owner().getName())
              + ". Run: chown "
              + shellWord(me)
              + " "
              + shellWord(name)
              + " && chmod 600 "
              + shellWord(name));
    }
  }

  private static String octal(Set<PosixFilePermission> permissions) {
    String letters = PosixFilePermissions.toString(permissions);
    int mode = 0;
    for (int i = 0; i < letters.length(); i++) {
      mode = mode << 1 | (letters.charAt(i) == '-' ? 0 : 1);
    }
    return String.format("%04o", mode);
  }

  private static String shellWord(String text) {
    return text.matches("[A-Za-z0-9_./@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
