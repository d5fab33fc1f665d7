package io.reparam.fold.rule;

import io.reparam.graph.Attributes;

/** What scales and shifts channels, after a drawn net's last value. */
enum DrawnSources {
    ChannelScale {
        @Override
        void add(DrawnNet net, boolean positive) {
            boolean div = net.chance(30);
            String v = positive || div || net.chance(60)
                    ? net.net().positive(net.name(), net.channelwise())
                    : net.net().normal(net.name(), net.channelwise());
            String[] inputs = div ? new String[] {net.value(), v} : net.shuffled(net.value(), v);
            net.node(div ? "Div" : "Mul", Attributes.none(), inputs);
        }
    },
    ChannelShift {
        @Override
        void add(DrawnNet net, boolean positive) {
            String s = net.net().normal(net.name(), net.channelwise());
            boolean subtracts = net.chance(40);
            String[] inputs = positive && subtracts
                    ? new String[] {net.value(), s} // a difference from a constant would be a factor of -1
                    : net.shuffled(net.value(), s);
            net.node(subtracts ? "Sub" : "Add", Attributes.none(), inputs);
        }
    },
    BatchNorm {
        @Override
        void add(DrawnNet net, boolean positive) {
            float epsilon = net.pick(1, 10, 100) * 1e-3f;
            Attributes attributes =
                    Attributes.none().withFloat("epsilon", epsilon).withFloat("momentum", 0.5f);
            int c = net.channels();
            String name = net.name();
            String gamma =
                    positive ? net.net().positive(name + ".g", c) : net.net().normal(name + ".g", c);
            net.node(
                    "BatchNormalization",
                    attributes,
                    net.value(),
                    gamma,
                    net.net().normal(name + ".b", c),
                    net.net().normal(name + ".m", c),
                    net.net().positive(name + ".v", c));
        }
    };

    /** @param positive whether all factors must be above 0 */
    abstract void add(DrawnNet net, boolean positive);
}
