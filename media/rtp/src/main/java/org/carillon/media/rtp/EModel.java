package org.carillon.media.rtp;

/**
 * A mean opinion score from what the packets tell, by the E-model (ITU-T G.107) with its default
 * values, for G.711 with packet loss concealment (G.113 appendix I: Ie 0, Bpl 25.1).
 */
final class EModel {
  /** The metrics' range in the administration guide. */
  static final double LOWEST = 1.0;

  static final double HIGHEST = 4.4;

  // R0 - Is with all defaults
  private static final double BEST_R = 93.2;
  private static final double WORST_EQUIPMENT = 95;
  private static final double LOSS_ROBUSTNESS = 25.1;
  // above this mouth-to-ear delay people begin to talk into each other
  private static final double NOTICED_DELAY = 177.3;

  private EModel() {}

  /**
   * The score.
   *
   * @param loss the share of packets lost, 0 to 1
   * @param delayMillis the time from mouth to ear
   * @return 1.0 to 4.4
   */
  static double mos(double loss, double delayMillis) {
    double percent = 100 * Math.clamp(loss, 0, 1);
    double equipment = WORST_EQUIPMENT * percent / (percent + LOSS_ROBUSTNESS);
    double delay = 0.024 * delayMillis + 0.11 * Math.max(0, delayMillis - NOTICED_DELAY);
    double r = Math.clamp(BEST_R - delay - equipment, 0, 100);
    // G.107 annex B
    double mos = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
    return Math.clamp(mos, LOWEST, HIGHEST);
  }
}
