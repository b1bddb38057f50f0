## articles

articles-title = Notices and help
articles-notice = Notices
articles-important = Important
articles-question = Questions
articles-channel = Ways to pay
articles-pinned = On top
articles-none = There is nothing here at present.
article-title = { $title }
article-from = { $column } · { $day }
article-not-translated = This one is in Chinese only.
article-up = ▲ Up
article-down = ▼ Down
article-read = Back
entries-open = Read ›
