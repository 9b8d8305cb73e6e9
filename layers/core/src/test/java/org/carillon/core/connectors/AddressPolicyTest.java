package org.carillon.core.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"50.35.78.96/31", "8.8.8.8/32", "200.100.12.0/24", "2600:1f18::/36", "1.0.0.0/8"})
  void publicBlocksAreGood(String block) {
    assertThat(AddressPolicy.PUBLIC.problem(CidrBlock.of(block).orElseThrow())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.24.34.0/23",
        "192.168.1.0/24",
        "127.0.0.1/32",
        "172.16.0.0/12",
        "100.64.0.0/10",
        "169.254.1.1/32",
        "203.0.113.0/24",
        "0.0.0.0/0",
        "8.0.0.0/6",
        "224.0.0.1/32",
        "fd00::/8",
        "fe80::/10",
        "::1/128",
        "::/0",
        "2001:db8::/32"
      })
  void blocksWithAPrivateAddressInThemAreForPrivateNetworks(String block) {
    CidrBlock parsed = CidrBlock.of(block).orElseThrow();
    assertThat(AddressPolicy.PUBLIC.problem(parsed)).isPresent();
    assertThat(AddressPolicy.ANY.problem(parsed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "8.8.8.8",
        "8.8.8.8/33",
        "8.8.8.8/08",
        "8.8.8.8/-1",
        "8.8.8.8/24",
        "8.8.8/24",
        "08.8.8.8/32",
        "256.8.8.8/32",
        "8.8.8.8/32/32",
        "2600::1/64",
        "2600::/129",
        "fe80::1%eth0/128",
        ":/0",
        ":::/0",
        "example.com/24",
        "８.8.8.8/32"
      })
  void whatIsNoBlockIsNone(String text) {
    assertThat(CidrBlock.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"200.100.12.1", "2600:1f18::1", "sbc.example.com", "a-1.b2.example.co"})
  void publicHostsAreGood(String host) {
    assertThat(AddressPolicy.PUBLIC.problem(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.1", "127.0.0.1", "::1", "localhost", "pbx", "pbx.local", "PBX.Internal"})
  void privateHostsAreForPrivateNetworks(String host) {
    assertThat(AddressPolicy.PUBLIC.problem(host)).isPresent();
    assertThat(AddressPolicy.ANY.problem(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0.0.0.0",
        "224.0.0.1",
        "::",
        "1.2.3",
        "1.2.3.4.5",
        "300.1.1.1",
        "a b.example.com",
        "-a.example.com",
        "a..example.com",
        "example.com.",
        "sip:a@example.com",
        "example.com:5060",
        "exämple.com"
      })
  void whatIsNoHostIsNone(String host) {
    assertThat(AddressPolicy.PUBLIC.problem(host)).isPresent();
    assertThat(AddressPolicy.ANY.problem(host)).isPresent();
  }
}
