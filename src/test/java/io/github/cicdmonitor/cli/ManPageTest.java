package io.github.cicdmonitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The manual says what the program takes: no more, no less. */
class ManPageTest {
  private static final Path PAGE = Path.of("man/cicd-monitor.1");
  private static final Pattern FLAG = Pattern.compile("Fl (-?[A-Za-z][a-z-]*)");
  private static final String OF_EVERY_COMMAND = "Options of every command";

  private final CommandLine commandLine = CicdMonitor.commandLine(World.ofProcess());

  @Test
  void every_option_of_every_command_is_described_and_none_besides() throws IOException {
    NavigableMap<String, NavigableSet<String>> program = new TreeMap<>();
    NavigableSet<String> common = options(commandLine);
    program.put(OF_EVERY_COMMAND, common);
    commandLine.getSubcommands().forEach((name, command) -> {
      NavigableSet<String> own = options(command);
      assertThat(own).as(name + " takes what every command takes").containsAll(common);
      own.removeAll(common);
      program.put(name, own);
    });

    assertThat(described()).isEqualTo(program);
  }

  @Test
  void the_synopsis_shows_every_command_with_all_its_options() throws IOException {
    Map<String, NavigableSet<String>> shown = new TreeMap<>();
    String command = "";
    for (String line : section("SYNOPSIS")) {
      if (line.startsWith(".Cm ")) {
        command = line.substring(4);
      }
      shown.computeIfAbsent(command, name -> new TreeSet<>()).addAll(flags(line));
    }
    shown.remove("");
    Map<String, NavigableSet<String>> described = new TreeMap<>(described());
    described.remove(OF_EVERY_COMMAND);

    assertThat(shown).isEqualTo(described);
  }

  @Test
  void every_exit_code_is_described() throws IOException {
    NavigableSet<String> described = new TreeSet<>();
    for (String line : section("EXIT STATUS")) {
      if (line.startsWith(".It ")) {
        described.addAll(List.of(line.substring(4).split(", ")));
      }
    }
    NavigableSet<String> codes = new TreeSet<>(List.of("129", "130", "143"));
    for (ExitCode code : ExitCode.values()) {
      codes.add(Integer.toString(code.code()));
    }

    assertThat(described).isEqualTo(codes);
  }

  @Test
  void every_variable_that_the_program_reads_is_described() throws IOException {
    NavigableSet<String> described = new TreeSet<>();
    for (String line : section("ENVIRONMENT")) {
      if (line.startsWith(".It Ev ")) {
        described.addAll(List.of(line.substring(7).split(" , Ev ")));
      }
    }

    assertThat(described).containsAll(variablesInTheCode());
  }

  @Test
  void every_recipe_is_listed_with_its_title_and_none_besides() throws IOException {
    String page = Files.readString(Path.of("man/cicd-monitor.7"));

    assertThat(RecipeList.in(page)).as("scripts/recipes writes it").isEqualTo(page);
    assertThat(page).contains(".It Ic executable-bit\nMakes a script of the repository executable");
  }

  /** The names that stand as texts in the code that reads the environment. */
  private static NavigableSet<String> variablesInTheCode() throws IOException {
    NavigableSet<String> names = new TreeSet<>();
    for (String file : List.of("config/EnvironmentReader.java", "config/ConfigLoader.java")) {
      String code = Files.readString(Path.of("src/main/java/io/github/cicdmonitor", file));
      Matcher name = Pattern.compile("\"([A-Z]+(?:_[A-Z]+)+|REPOSITORIES)\"").matcher(code);
      while (name.find()) {
        names.add(name.group(1));
      }
    }
    names.remove("XDG_CONFIG_HOME"); // told where CONFIG_FILE is
    assertThat(names).hasSizeGreaterThan(10);
    return names;
  }

  private static NavigableSet<String> options(CommandLine command) {
    NavigableSet<String> names = new TreeSet<>();
    for (OptionSpec option : command.getCommandSpec().options()) {
      names.addAll(List.of(option.names()));
    }
    return names;
  }

  private static NavigableMap<String, NavigableSet<String>> described() throws IOException {
    NavigableMap<String, NavigableSet<String>> described = new TreeMap<>();
    String command = "";
    for (String line : section("DESCRIPTION")) {
      if (line.startsWith(".Ss ")) {
        command = line.substring(4);
        described.put(command, new TreeSet<>());
      } else if (line.startsWith(".It ")) {
        described.get(command).addAll(flags(line));
      }
    }
    return described;
  }

  private static List<String> flags(String line) {
    List<String> flags = new ArrayList<>();
    Matcher flag = FLAG.matcher(line);
    while (flag.find()) {
      flags.add("-" + flag.group(1));
    }
    return flags;
  }

  private static List<String> section(String title) throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(".Sh " + title + "\n");
    assertThat(start).as("section " + title).isNotNegative();
    int end = page.indexOf("\n.Sh ", start + 1);
    return page.substring(start, end < 0 ? page.length() : end).lines().toList();
  }
}
