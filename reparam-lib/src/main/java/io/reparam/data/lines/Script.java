package io.reparam.data.lines;

import java.util.Random;

/** Letters to make words of. None depends on its neighbours for its form. */
enum Script {
    LATIN("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    GREEK("αβγδεζηθικλμνξοπρστυφχψω", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
    CYRILLIC("абвгдежзийклмнопрстуфхцчшщъыьэюя", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
    HEBREW("אבגדהוזחטיכלמנסעפצקרשת", "אבגדהוזחטיכלמנסעפצקרשת"),
    ARMENIAN("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօ", "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕ"),
    GEORGIAN("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ"),
    DIGITS("0123456789", "0123456789");

    private static final int LONGEST_WORD = 8;

    private final String small;
    private final String large;

    Script(String small, String large) {
        this.small = small;
        this.large = large;
    }

    String letters() {
        return small + large;
    }

    /** Words of drawn letters: of twenty lines twelve small, five with large initials, three large. */
    String text(int letters, Random random) {
        int style = random.nextInt(20);
        StringBuilder text = new StringBuilder();
        int left = letters;
        while (left > 0) {
            int word = Math.min(left, 1 + random.nextInt(LONGEST_WORD));
            for (int i = 0; i < word; i++) {
                String alphabet = style >= 17 || (style >= 12 && i == 0) ? large : small;
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            left -= word;
            text.append(left > 0 ? " " : "");
        }
        return text.toString();
    }
}
