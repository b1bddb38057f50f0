# The languages that visitors are offered, in this order, each by its own name. Its folder beside this file holds its texts.
zh-TW = 中文
en = English
