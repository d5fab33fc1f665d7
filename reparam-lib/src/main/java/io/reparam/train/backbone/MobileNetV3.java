package io.reparam.train.backbone;

import io.reparam.train.block.Activation;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Inverted residuals with relu or hard-swish; attention where the published net has its SE, which {@code --attention se_hard}
 * is. Small images keep their size in the stem and in the first block of stride 2.
 *
 * @see <a href="https://arxiv.org/abs/1905.02244">Howard et al., Searching for MobileNetV3, tables 1 and 2</a>
 */
final class MobileNetV3 implements Family {
    private static final int STEM = 16;

    /** One block: kernel, inner channels, output channels, whether it has attention, hard-swish or relu, stride. */
    private record Row(int kernel, int inner, int out, boolean attention, boolean swish, int stride) {
        /** As {@code "3 16 16 SE RE 2"}, the columns of the paper's tables. */
        static Row of(String text) {
            String[] column = text.split(" ");
            return new Row(
                    Integer.parseInt(column[0]),
                    Integer.parseInt(column[1]),
                    Integer.parseInt(column[2]),
                    column[3].equals("SE"),
                    column[4].equals("HS"),
                    Integer.parseInt(column[5]));
        }
    }

    /** @param hidden channels of the fully connected layer before the last */
    private record Member(List<Row> rows, int last, int hidden) {
        static Member of(int last, int hidden, String... rows) {
            return new Member(Stream.of(rows).map(Row::of).toList(), last, hidden);
        }
    }

    private static final Map<String, Member> MEMBERS = Map.of(
            "mobilenetv3-small",
            Member.of(
                    576,
                    1024,
                    "3 16 16 SE RE 2",
                    "3 72 24 - RE 2",
                    "3 88 24 - RE 1",
                    "5 96 40 SE HS 2",
                    "5 240 40 SE HS 1",
                    "5 240 40 SE HS 1",
                    "5 120 48 SE HS 1",
                    "5 144 48 SE HS 1",
                    "5 288 96 SE HS 2",
                    "5 576 96 SE HS 1",
                    "5 576 96 SE HS 1"),
            "mobilenetv3-large",
            Member.of(
                    960,
                    1280,
                    "3 16 16 - RE 1",
                    "3 64 24 - RE 2",
                    "3 72 24 - RE 1",
                    "5 72 40 SE RE 2",
                    "5 120 40 SE RE 1",
                    "5 120 40 SE RE 1",
                    "3 240 80 - HS 2",
                    "3 200 80 - HS 1",
                    "3 184 80 - HS 1",
                    "3 184 80 - HS 1",
                    "3 480 112 SE HS 1",
                    "3 672 112 SE HS 1",
                    "5 672 160 SE HS 2",
                    "5 960 160 SE HS 1",
                    "5 960 160 SE HS 1"));

    @Override
    public String names() {
        return "mobilenetv3-small, mobilenetv3-large";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return Optional.ofNullable(MEMBERS.get(name)).map(member -> spec -> build(spec, member));
    }

    private static NetBlock build(NetSpec spec, Member member) {
        Trunk trunk = new Trunk(spec)
                .conv("stem", spec.channels(STEM), Geometry.square(3, spec.small() ? 1 : 2), Activation.HARD_SWISH);
        boolean keepsSize = spec.small();
        for (int i = 0; i < member.rows().size(); i++) {
            Row row = member.rows().get(i);
            int stride = row.stride() == 2 && keepsSize ? 1 : row.stride();
            keepsSize &= row.stride() == 1;
            InvertedResidual block = new InvertedResidual(
                    trunk.map(),
                    spec.channels(row.inner()),
                    spec.channels(row.out()),
                    Geometry.square(row.kernel(), stride),
                    row.swish() ? Activation.HARD_SWISH : Activation.RELU,
                    row.attention() ? InvertedResidual.Attention.INSIDE : InvertedResidual.Attention.NONE,
                    trunk.places());
            trunk.then("block" + (i + 1), block, block.output());
        }
        trunk.conv("last", spec.channels(member.last()), Geometry.square(1, 1), Activation.HARD_SWISH);
        return trunk.classifier(spec.channels(member.hidden()), Activation.HARD_SWISH);
    }
}
