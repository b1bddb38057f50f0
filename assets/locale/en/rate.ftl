# Rates (the ids of assets/tariffs/rates.toml)
rate-car-hourly-20 = Car, NT$20 an hour
rate-car-hourly-30 = Car, NT$30 an hour
rate-car-hourly-50 = Car, NT$50 an hour
rate-car-loading-30 = Loading bay, NT$30 per 20 minutes
rate-car-post-20 = Smart post, NT$20 an hour, free up to 10 minutes
rate-car-visit-50 = Car, NT$50 a day
rate-motorcycle-visit-20 = Motorcycle, NT$20 a day
