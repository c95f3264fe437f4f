package io.github.cicdmonitor.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.lang.reflect.Field;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;

/**
 * The JDK's server writes the machine's time into every answer and offers no way around it; the
 * stand-ins answer with the time of their own clock. Reaches into the server for that, which the build
 * opens to tests; where it is not opened the machine's time stays.
 */
final class DateHeader extends Headers {
  private final transient Supplier<Instant> now;

  private DateHeader(Supplier<Instant> now) {
    this.now = now;
  }

  static void of(HttpExchange exchange, Supplier<Instant> now) {
    try {
      Field inner = exchange.getClass().getDeclaredField("impl");
      inner.setAccessible(true);
      Object impl = inner.get(exchange);
      Field headers = impl.getClass().getDeclaredField("rspHdrs");
      headers.setAccessible(true);
      headers.set(impl, new DateHeader(now));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return;
    }
  }

  @Override
  public void set(String key, String value) {
    boolean date = key.equalsIgnoreCase("date");
    super.set(
        key,
        date
            ? DateTimeFormatter.RFC_1123_DATE_TIME.format(now.get().atOffset(ZoneOffset.UTC))
            : value);
  }
}
