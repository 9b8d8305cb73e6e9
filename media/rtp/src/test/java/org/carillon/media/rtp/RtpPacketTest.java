package org.carillon.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtpPacketTest {
  private final RtpPacket packet = new RtpPacket();

  @Test
  void readsWhatItWrites() {
    ByteBuffer buffer = ByteBuffer.allocate(32);
    RtpPacket.writeHeader(buffer, true, 101, 65535, -2, 0xCAFEBABE);

    assertThat(packet.read(buffer, 16)).isTrue();
    assertThat(packet.marker()).isTrue();
    assertThat(packet.payloadType()).isEqualTo(101);
    assertThat(packet.sequence()).isEqualTo(65535);
    assertThat(packet.timestamp()).isEqualTo(-2);
    assertThat(packet.ssrc()).isEqualTo(0xCAFEBABE);
    assertThat(packet.payloadOffset()).isEqualTo(12);
    assertThat(packet.payloadLength()).isEqualTo(4);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "bare header,            800000010000000200000003, 12, 0",
    "two sources,            8200000100000002000000030000000a0000000bffff, 20, 2",
    "extension of one word,  900000010000000200000003bede000111223344ffff, 20, 2",
    "empty extension,        900000010000000200000003bede0000ffff, 16, 2",
    "padding of three,       a00000010000000200000003aabb000003, 12, 2",
    "all padding,            a0000001000000020000000300000003, 12, 1"
  })
  void findsThePayload(String name, String hex, int offset, int length) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(packet.read(ByteBuffer.wrap(bytes), bytes.length)).isTrue();
    assertThat(packet.payloadOffset()).isEqualTo(offset);
    assertThat(packet.payloadLength()).isEqualTo(length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "one byte,                  80",
    "a byte short,              8000000100000002000000",
    "version 1,                 400000010000000200000003",
    "version 3,                 c00000010000000200000003",
    "sources past the end,      8100000100000002000000030000",
    "extension header cut,      900000010000000200000003bede",
    "extension past the end,    900000010000000200000003bede000211223344",
    "padding of zero,           a00000010000000200000003aa00",
    "padding into the header,   a00000010000000200000003aa03",
    "RTCP on the RTP port,      80c80006000000020000000300000000",
    "a STUN request,            000100002112a442000000000000000000000000"
  })
  void refusesWhatIsNoRtp(String name, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThat(packet.read(ByteBuffer.wrap(bytes), bytes.length)).isFalse();
  }
}
