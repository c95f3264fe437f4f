package io.github.cicdmonitor.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PostgreSQL's password file: {@code host:port:database:user:password} a line, {@code *} for any, a
 * backslash before {@code :} and {@code \}. The first line that fits counts.
 */
final class PasswordFile {
  private static final int FIELDS = 5;

  private PasswordFile() {}

  /** Empty where there is no file, or no line for this server and user. */
  static Optional<Secret> find(Path file, ServerAddress server, Mistakes mistakes) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    Optional<String> text = TextFile.read(file, file.toString(), mistakes);
    PrivateFile.check(file, file.toString(), mistakes);
    return text.flatMap(lines -> find(lines, server));
  }

  private static Optional<Secret> find(String text, ServerAddress server) {
    List<String> wanted =
        List.of(server.host(), Integer.toString(server.port()), server.database(), server.user());
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(PasswordFile::fields)
        .filter(fields -> fields.size() == FIELDS && fits(fields, wanted))
        .map(fields -> fields.get(FIELDS - 1))
        .findFirst()
        .filter(password -> !password.isEmpty())
        .map(Secret::new);
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The password is the rest of the line, colons in it and all. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        i++;
        field.append(line.charAt(i));
      } else if (c == ':' && fields.size() < FIELDS - 1) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
