package io.github.cicdmonitor.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoProxyTest {
  @ParameterizedTest
  @CsvSource({
    "github.example,github.example,443,true",
    "github.example,api.github.example,443,true",
    ".github.example,api.github.example,443,true",
    "*.github.example,api.github.example,443,true",
    "github.example,mygithub.example,443,false",
    "GitHub.Example,GITHUB.example,443,true",
    "github.example:8443,github.example,443,false",
    "github.example:8443,github.example,8443,true",
    "*,anything.example,443,true",
    "10.0.0.0/8,10.20.30.40,443,true",
    "10.0.0.0/8,11.20.30.40,443,false",
    "10.0.0.0/8,10.example,443,false",
    "0.0.0.0/0,192.0.2.1,443,true",
    "192.0.2.1,192.0.2.1,443,true",
    "192.0.2.1:443,192.0.2.1,443,true",
    "[::1]:443,::1,443,true",
    "::1,::1,443,true",
    ",github.example,443,false"
  })
  void entries_are_read_as_curl_and_go_read_them(
      String entry, String host, int port, boolean direct) {
    List<String> entries = entry == null ? List.of("") : List.of(entry);
    assertThat(new NoProxy(entries).matches(host, port)).isEqualTo(direct);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,true",
    "10.1.2.3,true",
    "172.16.0.1,true",
    "172.32.0.1,false",
    "192.168.1.1,true",
    "169.254.169.254,false",
    "8.8.8.8,false",
    "::1,true",
    "fd00::1,true",
    "2001:db8::1,false"
  })
  void private_addresses_are_those_of_no_one_else(String address, boolean isPrivate)
      throws UnknownHostException {
    assertThat(PrivateAddresses.isPrivate(InetAddress.getByName(address))).isEqualTo(isPrivate);
  }
}
