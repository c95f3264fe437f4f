package io.github.cicdmonitor.redact;

/** A name that holds a key word, and the value after it. */
record NamedValue(ScannedLine scan, String name, int nameEnd, Syntax syntax, Values.Value value) {
  enum Syntax {
    /** {@code --name value} */
    OPTION,
    /** With an equals sign or a colon between them. */
    PAIR
  }

  private static final int MIN_LENGTH = 4;
  private static final int MIN_PLAIN_LENGTH = 6; // in YAML, where prose looks the same
  private static final int MIN_RANDOM = 10;
  private static final int MAX_RANDOM = 150;

  private String text() {
    return scan.text();
  }

  private int length() {
    return value.to() - value.from();
  }

  private boolean isQuoted() {
    return value.quoting() == Values.Quoting.QUOTED;
  }

  /** A variable, stars, a word such as {@code true}, a URL (its own rule looks into it). */
  boolean isHarmless() {
    return text().startsWith("://", nameEnd)
        || ValueShape.isPlaceholder(text(), value.from(), value.to())
        || head(12).contains("://");
  }

  /** Whether the syntax is that of giving a value, rather than of prose that mentions the word. */
  boolean isAssigned() {
    if (length() < MIN_LENGTH || isPath()) {
      return false;
    }
    if (syntax == Syntax.OPTION) {
      return scan.at(value.from()) != '-';
    }
    if (scan.at(nameEnd) == '=' && value.from() - nameEnd <= (isQuoted() ? 3 : 1)) {
      return scan.at(value.to()) != '(' && !isArgument();
    }
    if (isQuoted()) {
      return head(256).indexOf(' ') < 0 && !(hasDots() && isBuilt());
    }
    return length() >= MIN_PLAIN_LENGTH
        && !Values.isQuote(scan.at(nameEnd))
        && scan.at(nameEnd) != '\\' // a bare value after a quoted name is a JSON number
        && value.from() > nameEnd + 1
        && text().substring(value.to()).isBlank()
        && ValueShape.hasDigit(text(), value.from(), value.to())
        && ValueShape.hasLetter(text(), value.from(), value.to())
        && !isBuilt();
  }

  /** {@code login(credentials=creds, …)}: a variable of the program, not a value. */
  private boolean isArgument() {
    char after = scan.at(value.to());
    return !isQuoted()
        && (after == ',' || after == ')')
        && length() <= 16
        && ValueShape.isPlainWord(text(), value.from(), value.to());
  }

  private boolean isPath() {
    char first = scan.at(value.from());
    boolean begins =
        first == '/' || first == '~' || first == '.' || scan.at(value.from() + 1) == ':';
    return begins && (!isQuoted() || isBuilt() || KeyNames.normal(name).endsWith("pwd"));
  }

  private boolean isBuilt() {
    return ValueShape.isBuilt(text(), value.from(), value.to());
  }

  private boolean hasDots() {
    return head(256).indexOf('.') > 0;
  }

  private String head(int max) {
    return text().substring(value.from(), Math.min(value.to(), value.from() + max));
  }

  /** Random enough to be a key, and not a path, version, date, class name or hash. */
  boolean isRandom() {
    int from = value.from();
    int to = value.to();
    boolean gradlePath = !isQuoted()
        && value.from() == nameEnd + 1
        && scan.at(nameEnd) == ':'
        && scan.at(nameEnd - name.length() - 1) == ':';
    if (length() < MIN_RANDOM
        || length() > MAX_RANDOM
        || gradlePath
        || syntax == Syntax.OPTION
        || !ValueShape.hasDigit(text(), from, to)
        || !ValueShape.hasLetter(text(), from, to)
        || head(MAX_RANDOM).indexOf(' ') >= 0) {
      return false;
    }
    if (ValueShape.isHex(text(), from, to)) {
      return length() >= 24
          && !ValueShape.isHash(text(), from, to)
          && ValueShape.entropy(text(), from, to) >= 3.0;
    }
    char first = text().charAt(from);
    return first != '/'
        && first != '~'
        && first != '.'
        && ValueShape.entropy(text(), from, to) >= 3.5
        && ValueShape.restlessness(text(), from, to) >= 0.35
        && !isBuilt();
  }
}
