package org.carillon.bench.micro;

import java.util.concurrent.TimeUnit;
import org.carillon.media.rtp.G711;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** G.711 of one frame, 20 ms: 160 samples. A call has 50 of them a second each way. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class AudioCoding {
  private final short[] samples = new short[160];
  private final byte[] codes = new byte[160];

  /** A tone. */
  @Setup
  public void tone() {
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) (9_000 * Math.sin(2 * Math.PI * 440 * i / 8000));
    }
    encodeMuLaw();
  }

  /** Linear to mu-law. */
  @Benchmark
  public byte[] encodeMuLaw() {
    G711.PCMU.encode(samples, 0, codes, 0, samples.length);
    return codes;
  }

  /** mu-law to linear. */
  @Benchmark
  public short[] decodeMuLaw() {
    G711.PCMU.decode(codes, 0, samples, 0, codes.length);
    return samples;
  }
}
