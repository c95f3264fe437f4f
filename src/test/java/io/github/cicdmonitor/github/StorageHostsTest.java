package io.github.cicdmonitor.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StorageHostsTest {
  private static StorageHosts of(String api) {
    return new StorageHosts(HttpUrl.get(api));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://productionresultssa3.blob.core.windows.net/a?sig=b",
    "https://api.github.com, https://pipelines.actions.githubusercontent.com/a",
    "https://api.github.com, https://codeload.github.com/acme/shop/legacy.zip/main",
    "https://api.octocorp.ghe.com, https://codeload.octocorp.ghe.com/a",
    "https://api.octocorp.ghe.com, https://prodsa1.blob.core.windows.net/a",
    "https://github.example.com/api/v3, https://github.example.com/_storage/a",
    "https://github.example.com/api/v3, https://codeload.github.example.com/a",
    "https://github.example.com/api/v3, https://logs.s3.eu-west-1.amazonaws.com/a",
    "http://127.0.0.1:8080, http://localhost:9090/a",
  })
  void logs_are_fetched_from_where_github_keeps_them(String api, String target) {
    assertThat(of(api).whyNot(HttpUrl.get(target))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://evil.example.com/a",
    "https://api.github.com, https://blob.core.windows.net.evil.example/a",
    "https://api.github.com, https://evilblob.core.windows.net.example/a",
    "https://api.github.com, https://github.com.evil.example/a",
    "https://api.github.com, https://169.254.169.254/latest/meta-data",
    "https://api.github.com, https://10.0.0.7/a",
    "https://api.github.com, https://[fe80::1]/a",
    "https://api.github.com, http://localhost:8080/a",
    "https://api.github.com, http://127.0.0.1/a",
    "https://api.github.com, https://xcodeload.github.com.evil.example/a",
    "https://github.example.com/api/v3, https://github.example.com.evil.example/a",
    "https://github.example.com/api/v3, http://127.0.0.1/a",
    "http://127.0.0.1:8080, https://evil.example.com/a",
  })
  void and_from_nowhere_else(String api, String target) {
    assertThat(of(api).whyNot(HttpUrl.get(target))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "fd00::1",
        "fc00::1",
        "224.0.0.1",
        "255.255.255.255"
      })
  void no_name_leads_into_the_network_of_this_machine(String address) {
    var lookup =
        of("https://api.github.com").lookup(host -> List.of(InetAddress.getByName(address)));

    assertThatThrownBy(() -> lookup.lookup("x.blob.core.windows.net"))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void of_several_addresses_the_open_ones_are_left() throws UnknownHostException {
    var both = List.of(InetAddress.getByName("10.0.0.1"), InetAddress.getByName("20.60.1.1"));

    assertThat(of("https://api.github.com").lookup(host -> both).lookup("x.blob.core.windows.net"))
        .containsExactly(InetAddress.getByName("20.60.1.1"));
  }

  @Test
  void a_server_of_the_inner_network_keeps_its_own_logs() throws UnknownHostException {
    var inner = List.of(InetAddress.getByName("10.0.0.1"));

    assertThat(of("https://github.example.com/api/v3")
            .lookup(host -> inner)
            .lookup("github.example.com"))
        .isEqualTo(inner);
  }
}
