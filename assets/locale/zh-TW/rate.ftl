# 費率（assets/tariffs/rates.toml 的 id）
rate-car-hourly-20 = 汽車計時，每小時 20 元
rate-car-hourly-30 = 汽車計時，每小時 30 元
rate-car-hourly-50 = 汽車計時，每小時 50 元
rate-car-loading-30 = 裝卸貨專用，每 20 分鐘 30 元
rate-car-post-20 = 智慧停車柱，每小時 20 元，10 分鐘內免費
rate-car-visit-50 = 汽車計次，每日 50 元
rate-motorcycle-visit-20 = 機車計次，每日 20 元
