package io.github.cicdmonitor.redact;

import java.util.List;

/** A name that holds a key word, and the value after it. */
record NamedValue(SecretName name, Syntax syntax, Values.Value value) {
  enum Syntax {
    /** {@code --name value}, {@code /name:value}, {@code ENV NAME value}: nothing but a value. */
    OPTION,
    /** With an equals sign or a colon between them. */
    PAIR,
    /** Columns, arguments, or words such as "is" between them: the value must look like one. */
    LOOSE
  }

  private static final int MIN_LENGTH = 4;
  private static final int MIN_PLAIN_LENGTH = 6; // in YAML, where prose looks the same
  private static final int MIN_LOOSE = 8;
  private static final int MANY_DIGITS = 14;
  private static final int MIN_RANDOM = 10;
  private static final int MAX_RANDOM = 150;

  private String text() {
    return name.scan().text();
  }

  private char at(int index) {
    return name.scan().at(index);
  }

  private int length() {
    return value.to() - value.from();
  }

  private boolean isQuoted() {
    return value.quoting() == Values.Quoting.QUOTED;
  }

  /** A variable, stars, a word such as {@code true}, a URL (its own rule looks into it). */
  boolean isHarmless() {
    return text().startsWith("://", name.end())
        || isOwnName()
        || ValueShape.isPlaceholder(text(), value.from(), value.to())
        || head(12).contains("://")
        || (KeyNames.isAmbiguous(name.words()) && isWordOrNumber() && !isCode() && !isLongNumber());
  }

  /** {@code --keystorepw KEYSTOREPW} of a program's help. */
  private boolean isOwnName() {
    return syntax == Syntax.OPTION
        && text().regionMatches(true, name.end() - length(), text(), value.from(), length())
        && value.to() > value.from();
  }

  /** Sixteen digits, or groups of them: no count and no time. */
  private boolean isLongNumber() {
    int digits = 0;
    for (int i = value.from(); i < value.to(); i++) {
      char c = text().charAt(i);
      if (c != '-' && !ValueShape.isDigit(c)) {
        return false;
      }
      digits += c == '-' ? 0 : 1;
    }
    return digits >= MANY_DIGITS && isLastOnLine();
  }

  /** {@code otp=480032}: one for each login, of six to eight digits. */
  private boolean isCode() {
    return name.words().get(0).equals("otp") && isDigits(6, 8);
  }

  private boolean isDigits(int least, int most) {
    return length() >= least
        && length() <= most
        && Alphabet.DIGIT.runEnd(text(), value.from()) >= value.to();
  }

  private boolean isWordOrNumber() {
    return !ValueShape.hasLetter(text(), value.from(), value.to())
        || (!ValueShape.hasDigit(text(), value.from(), value.to())
            && Alphabet.WORD.runEnd(text(), value.from()) >= value.to()
            && ValueShape.isIdentifier(text(), value.from(), value.to()));
  }

  /** Whether the syntax is that of giving a value, rather than of prose that mentions the word. */
  boolean isAssigned() {
    if (syntax == Syntax.PAIR && isLongNumber()) {
      return true;
    }
    if (length() < MIN_LENGTH || isPath() || at(value.from()) == ' ') {
      return false;
    }
    return switch (syntax) {
      case OPTION -> at(value.from()) != '-';
      case LOOSE -> length() >= MIN_LOOSE && isMixed() && !isBuilt() && !isTime();
      case PAIR -> isEquation() ? at(value.to()) != '(' && !isArgument() : isAfterColon();
    };
  }

  /** {@code NAME=value}, {@code NAME:=value}; with blanks where the name and the value are plain. */
  private boolean isEquation() {
    int room = value.from() - name.end() - (isQuoted() ? 2 : 0);
    boolean isConstant = at(name.end()) == ':' && text().startsWith("= ", value.from() - 3);
    return (isQuoted() && isConstant)
        || (at(name.end()) == '=' && room <= 1)
        || (text().startsWith(":=", name.end()) && room <= 2)
        || (text().startsWith(" = ", name.end())
            && (isEnvironmentName() || KeyNames.isPassword(name.words()))
            && isMixed()
            && isLastOnLine()
            && head(64).indexOf('(') < 0
            && head(64).indexOf('[') < 0);
  }

  private boolean isAfterColon() {
    if (isQuoted()) {
      return (head(256).indexOf(' ') < 0 || KeyNames.isPhrase(name.words()))
          && !(hasDots() && isBuilt());
    }
    boolean isWhole = isLastOnLine();
    if (KeyNames.isPhrase(name.words())) {
      return isWhole && length() >= MIN_LOOSE && value.from() > name.end() + 1;
    }
    if (length() < MIN_PLAIN_LENGTH || isBuilt() || isJsonNumber()) {
      return false;
    }
    boolean isPassword = KeyNames.isPassword(name.words());
    if (isMixed()) {
      return (isWhole && value.from() > name.end() + 1) || (isPassword && !isGradlePath());
    }
    boolean isPlain = name.words().size() > 1 || isDigits(MIN_LOOSE, MAX_RANDOM);
    return isWhole && isPassword && isPlain && value.from() > name.end() + 1;
  }

  /** A bare value after a quoted name is a JSON number. */
  private boolean isJsonNumber() {
    return (Values.isQuote(at(name.end())) || at(name.end()) == '\\') && !isMixed();
  }

  private boolean isMixed() {
    return ValueShape.hasDigit(text(), value.from(), value.to())
        && ValueShape.hasLetter(text(), value.from(), value.to());
  }

  private boolean isLastOnLine() {
    for (int i = value.to(); i < text().length(); i++) {
      if (" \t\r,;|│}])\"'".indexOf(text().charAt(i)) < 0) {
        return text().charAt(i) == '#' && i > value.to();
      }
    }
    return true;
  }

  private boolean isEnvironmentName() {
    String written = text().substring(name.start(), name.end());
    return name.words().size() > 1 && written.equals(written.toUpperCase(java.util.Locale.ROOT));
  }

  /** {@code login(credentials=creds, …)}: a variable of the program, not a value. */
  private boolean isArgument() {
    char after = at(value.to());
    return !isQuoted()
        && (after == ',' || after == ')')
        && length() <= 16
        && ValueShape.isPlainWord(text(), value.from(), value.to());
  }

  private boolean isPath() {
    char first = at(value.from());
    boolean begins = first == '/' || first == '~' || first == '.' || at(value.from() + 1) == ':';
    boolean isFolder =
        name.words().equals(List.of("pwd")) || name.words().equals(List.of("oldpwd"));
    return begins
        && (!isQuoted() || isBuilt() || isFolder)
        && (isFolder || !isMixed() || isBuilt() || first == '~' || first == '.');
  }

  private boolean isTime() {
    return length() > 10 && at(value.from() + 4) == '-' && at(value.from() + 7) == '-';
  }

  private boolean isBuilt() {
    return !hasPunctuation()
        && !isTypedPassword()
        && ValueShape.isBuilt(text(), value.from(), value.to());
  }

  private boolean isTypedPassword() {
    return KeyNames.isPassword(name.words()) && TypedLook.isTyped(text(), value.from(), value.to());
  }

  /** What stands in passwords, and in no path, version or name. */
  private boolean hasPunctuation() {
    for (int i = value.from(); i < value.to(); i++) {
      if ("!#^?~%*&".indexOf(text().charAt(i)) >= 0 && i > value.from()) {
        return isMixed();
      }
    }
    return false;
  }

  private boolean hasDots() {
    return head(256).indexOf('.') > 0;
  }

  private String head(int max) {
    return text().substring(value.from(), Math.min(value.to(), value.from() + max));
  }

  /** {@code :module:task} */
  private boolean isGradlePath() {
    return !isQuoted()
        && value.from() == name.end() + 1
        && at(name.end()) == ':'
        && at(name.start() - 1) == ':';
  }

  /**
   * Random enough to be a key, and not a path, version, date or class name; nor, unless the name is
   * strong, of the size of a hash.
   */
  boolean isRandom(KeyNames.Strength strength) {
    int from = value.from();
    int to = value.to();
    if (length() < MIN_RANDOM
        || length() > MAX_RANDOM
        || isGradlePath()
        || isTime()
        || syntax == Syntax.OPTION
        || !isMixed()
        || head(MAX_RANDOM).indexOf(' ') >= 0) {
      return false;
    }
    if (ValueShape.isHex(text(), from, to)) {
      return length() >= 24
          && (strength == KeyNames.Strength.STRONG || !ValueShape.isHash(text(), from, to))
          && ValueShape.entropy(text(), from, to) >= 3.0;
    }
    char first = text().charAt(from);
    return first != '/'
        && first != '~'
        && first != '.'
        && ValueShape.entropy(text(), from, to) >= leastEntropy(strength)
        && ValueShape.restlessness(text(), from, to) >= 0.35
        && !isBuilt();
  }

  /** As a word nobody would write; behind a weak name, of one piece. */
  boolean looksSecret(KeyNames.Strength strength) {
    if (isTime() || isGradlePath() || syntax == Syntax.OPTION) {
      return false;
    }
    boolean isOfQuery = "?&".indexOf(at(name.start() - 1)) >= 0;
    boolean isOfSession = name.words().get(name.words().size() - 1).startsWith("session");
    boolean mayBeOfPieces =
        strength == KeyNames.Strength.STRONG || isEnvironmentName() || isOfQuery || isOfSession;
    return mayBeOfPieces
        ? SecretLook.isRandom(text(), value.from(), value.to())
        : SecretLook.isOnePiece(text(), value.from(), value.to());
  }

  private double leastEntropy(KeyNames.Strength strength) {
    if (strength == KeyNames.Strength.WEAK) {
      return 3.5;
    }
    return length() < 14 ? 2.8 : 3.2;
  }
}
