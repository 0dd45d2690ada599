/* SPDX-License-Identifier: Apache-2.0
 * Mean and deviation of a regression's numbers, where they never change as well. */
#include "check.h"
#include "train/target_scaling.h"

int main(void) {
    enum { ROWS = 3, OUTPUTS = 3 };
    /* 0.1 is no double, so a sum of them divided by their number is off by a rounding */
    double labels[ROWS * OUTPUTS] = {1, 7, 0.1, 2, 7, 0.1, 6, 7, 0.1};
    const tt_rows rows = {.rows = ROWS, .items = ROWS, .width = OUTPUTS, .labels = labels};
    double mean[OUTPUTS], deviation[OUTPUTS];
    tt_target_scaling_fill(mean, deviation, &rows, OUTPUTS);
    CHECK_NEAR(mean[0], 3, 1e-12, "doubles");
    CHECK_NEAR(deviation[0], sqrt(14.0 / 3), 1e-12, "doubles, of the rows and not of a sample");
    CHECK_NEAR(mean[1], 7, 1e-12, "doubles");
    CHECK_NEAR(mean[2], 0.1, 1e-12, "doubles");
    CHECK(deviation[1] == 1 && deviation[2] == 1); /* else the outputs would be divided by 0 */
    labels[0] = labels[3] = 0;
    labels[6] = 1e-200; /* its square is 0 */
    tt_target_scaling_fill(mean, deviation, &rows, OUTPUTS);
    CHECK(deviation[0] == 1);
    labels[1] = labels[4] = labels[7] = -1e30; /* a float holds it to 4e22 */
    labels[2] = 1e30, labels[5] = 1e30 + 1e16, labels[8] = 1e30;
    tt_target_scaling_fill(mean, deviation, &rows, OUTPUTS);
    for (int c = 1; c < OUTPUTS; c++) {
        const double rounding = fabs((double)(float)mean[c] - mean[c]);
        CHECK(isfinite(1 / (float)deviation[c]) && rounding <= deviation[c]);
    }
    return check_end("check_target_scaling");
}
