## articles

articles-title = 公告與說明
articles-notice = 公告訊息
articles-important = 重要訊息
articles-question = 答客問
articles-channel = 繳費管道
articles-pinned = 置頂
articles-none = 這裡目前沒有內容。
article-title = { $title }
article-from = { $column }　{ $day }
article-not-translated = 這一篇只有中文。
article-up = ▲ 往上
article-down = ▼ 往下看
article-read = 返回
entries-open = 看內容 ›
